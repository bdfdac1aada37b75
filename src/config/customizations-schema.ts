import { z } from 'zod';
import { text } from './fields.ts';

const anything = () => z.unknown().optional();

const group = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape, { error: 'an object' }).optional();

const image = () => group({ data: text('an image, base64').optional() });

/** ISE: `customizations` of the ERS resource; what is in the texts is checked by `readCustomization`. */
export const customizationsSchema = group({
  portalTheme: group({
    id: anything(),
    name: anything(),
    themeData: text('a style sheet, base64').optional(),
  }),
  portalTweakSettings: group({
    bannerColor: text().optional(),
    bannerTextColor: text().optional(),
    pageBackgroundColor: text().optional(),
    pageLabelAndTextColor: text().optional(),
  }),
  language: anything(),
  globalCustomizations: group({
    mobileLogoImage: image(),
    desktopLogoImage: image(),
    bannerImage: image(),
    backgroundImage: image(),
    bannerTitle: text().optional(),
    contactText: text().optional(),
    footerElement: text().optional(),
  }),
  pageCustomizations: group({
    data: z
      .array(z.object({ key: text('a string key of ISE'), value: text('a text, base64') }), {
        error: 'a list of {"key", "value"}',
      })
      .optional(),
  }),
});

export type GivenCustomizations = z.output<typeof customizationsSchema>;
