import { bulksms } from './bulksms.ts';
import { carrierGateway } from './carrier-gateway.ts';
import { clickatellHttp } from './clickatell-http.ts';
import { clickatellOneApi } from './clickatell-one-api.ts';
import { clickatellPlatform } from './clickatell-platform.ts';
import { clickatellRest } from './clickatell-rest.ts';
import { clickatellSmtp } from './clickatell-smtp.ts';
import { kannel } from './kannel.ts';
import type { Recipe } from './recipe.ts';
import { telnyx } from './telnyx.ts';
import { twilio } from './twilio.ts';
import { vonage } from './vonage.ts';
import { withoutFields } from './without-fields.ts';

export { type Blank, fillRecipe, type Recipe } from './recipe.ts';

/** In the order of the page. */
export const recipes: Recipe[] = [
  clickatellHttp,
  clickatellRest,
  clickatellPlatform,
  clickatellOneApi,
  clickatellSmtp,
  twilio,
  telnyx,
  vonage,
  kannel,
  bulksms,
  carrierGateway,
  ...withoutFields,
];
