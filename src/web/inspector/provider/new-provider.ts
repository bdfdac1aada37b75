import express, { type Router } from 'express';
import { AppError } from '../../../domain/errors.ts';
import { fillRecipe, type Recipe, recipes } from '../../../domain/recipes/index.ts';
import { respond } from '../respond.ts';
import { texts } from '../texts.ts';
import type { Editor } from './editor.ts';
import { postedValues } from './posted.ts';

/** `/new-provider`: recipes to choose from; an empty row; a copy of one; or what a recipe makes of its blanks. */
export function newProviderPages(router: Router, editor: Editor): void {
  router.get('/new-provider', async (request, response) => {
    const { type, like } = request.query;
    if (typeof like === 'string') return editor.show(request, response, editor.copy(like));
    if (type === 'http') return editor.show(request, response, editor.open(EMPTY_HTTP));
    if (type === 'smtp') return editor.show(request, response, editor.open(EMPTY_SMTP));
    const title = texts('inspector_recipes_title');
    const page = { view: 'recipes', title, section: 'providers', base: request.baseUrl } as const;
    return respond(request, response, { ...page, watch: [] }, { recipes });
  });

  router.get('/recipes/:id', (request, response) => {
    const recipe = findRecipe(request.params.id);
    const page = {
      view: 'recipe',
      title: recipe.title,
      section: 'providers',
      base: request.baseUrl,
    } as const;
    respond(request, response, { ...page, watch: [] }, recipe);
  });

  router.post('/recipes/:id', express.urlencoded({ extended: false }), async (request, response) => {
    const recipe = findRecipe(request.params.id);
    if (recipe.row === null) throw noRecipe(recipe.id);
    const values = postedValues(request);
    return editor.show(request, response, editor.open(fillRecipe(recipe, values)));
  });
}

const EMPTY_HTTP = { name: '', type: 'http', url: '', data: '$message$' };
const EMPTY_SMTP = { name: '', type: 'smtp', providerDomain: '' };

function findRecipe(id: string): Recipe {
  const found = recipes.find((recipe) => recipe.id === id);
  if (found === undefined) throw noRecipe(id);
  return found;
}

function noRecipe(id: string): AppError {
  return new AppError('not-found', texts('inspector_recipe_none_error', { id }));
}
