// What a person sees who opens a hub's address: that they got there, and how Beredt is told of it.

/**
 * @param {string} app The path of the app.
 * @param {string | null} fingerprint Of the hub's certificate; null where it has none.
 */
export function hubPage(app, fingerprint) {
	return `<!doctype html>
<html lang="da">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Beredt-knudepunkt</title>
<h1>Du har fat i knudepunktet</h1>
<p>Telefonen kan nå knudepunktet og stoler på dets certifikat. Gå tilbage til Beredt på din telefon, åbn Gruppen, og skriv denne sides adresse under “Knudepunkt”.</p>
<p>Har du ikke Beredt på telefonen endnu: <a href="${app}">åbn Beredt her</a>.</p>
${fingerprint ? `<p>Certifikatets fingeraftryk (SHA-256). Det skal være det, som knudepunktets skærm viser:</p>\n<p><code>${fingerprint}</code></p>` : ''}
<p lang="en">This phone reaches the hub and trusts its certificate. Go back to Beredt, open Group, and enter this page’s address under “Hub”.</p>
</html>
`;
}
