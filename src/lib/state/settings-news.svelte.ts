/**
 * What was last done on the settings screen, for that screen to say. It stands outside the screen because two of the
 * acts may change the language, and then every screen is made anew.
 */
class SettingsNews {
	done = $state.raw<'planUsed' | 'planBack' | 'planOwn' | 'restored' | 'deleted' | null>(null);
}

export const settingsNews = new SettingsNews();
