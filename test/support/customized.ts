import { readFileSync } from 'node:fs';

/** A customised text as an export has it. */
export function customText(key: string, value: string): { key: string; value: string } {
  return { key, value: Buffer.from(value).toString('base64') };
}

/** `pageCustomizations` with these texts. */
export function customTexts(texts: Record<string, string>) {
  return {
    pageCustomizations: { data: Object.entries(texts).map(([key, value]) => customText(key, value)) },
  };
}

/** A red pixel. */
export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** The whole `portal.json` of a company that has left nothing as it was. */
export function customizedPortal(): object {
  const file = JSON.parse(readFileSync('portal.json', 'utf8'));
  const { settings } = file.SelfRegPortal;
  Object.assign(settings.loginPageSettings, {
    includeAup: true,
    aupDisplay: 'ASLINK',
    requireAccessCode: true,
    accessCode: 'let me in',
  });
  Object.assign(settings.selfRegPageSettings, {
    requireRegistrationCode: true,
    registrationCode: 'welcome',
    includeAup: true,
    aupDisplay: 'ONPAGE',
    requireAupAcceptance: true,
  });
  Object.assign(settings.selfRegSuccessSettings, {
    allowGuestSendSelfUsingPrint: true,
    allowGuestSendSelfUsingEmail: true,
    allowGuestSendSelfUsingSms: true,
    includeAup: true,
    aupOnPage: true,
  });
  Object.assign(settings.supportInfoSettings, { includeSupportInfoPage: true, includeIpAddress: true });
  file.SelfRegPortal.customizations = {
    portalTheme: {
      name: 'Ours',
      themeData: Buffer.from(
        '@import "https://fonts.example/a.css"; .button { border-radius: 0; background-image: url(https://x.example/b.png) } h1 { text-transform: uppercase }',
      ).toString('base64'),
    },
    portalTweakSettings: {
      bannerColor: '#004488',
      bannerTextColor: '#ffffff',
      pageBackgroundColor: '#102030',
      pageLabelAndTextColor: '#f0f0f0',
    },
    globalCustomizations: {
      mobileLogoImage: { data: PIXEL },
      desktopLogoImage: { data: PIXEL },
      bannerImage: { data: PIXEL },
      backgroundImage: { data: PIXEL },
      bannerTitle: 'Gäste & Freunde',
      contactText: 'Call us',
      footerElement: '<p>Ours. <a href="https://example.com/legal">Legal</a></p>',
    },
    ...customTexts({
      ui_login_content_label: '<b>Guten Tag</b>',
      ui_login_instruction_message: '<p>One</p><ul><li onclick="x()">Two</li></ul>',
      ui_login_optional_content_1:
        '<p id="own-hint">Not changed</p><script>$(function () { $("#own-hint").text("Changed by " + "jQuery"); });</script>',
      ui_login_optional_content_2:
        '<p><a href="#" id="jump">Straight to registration</a></p><script>$(function () { $("#jump").on("click", function (e) { e.preventDefault(); $("form[name=selfRegForm]").submit(); }); });</script>',
      ui_self_reg_optional_content_1: `<table><tbody><tr><td>${'A long word '.repeat(30)}</td><td><img src="data:image/png;base64,${PIXEL}" width="900"></td></tr></tbody></table>`,
      ui_self_reg_submit_button: 'Make it so',
      ui_self_reg_results_instruction_message: 'Keep <em>this</em>.',
      ui_aup_guest_text: '<h1>Rules</h1><p>Be kind, $ui_user_name$.</p>',
      ui_success_message: 'Done: $ui_user_name$',
      ui_post_access_message: '',
    }),
  };
  file.emulator.allowScripts = true;
  return file;
}
