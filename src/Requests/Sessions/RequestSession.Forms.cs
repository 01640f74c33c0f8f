namespace Requests;

/// <content>Sends the forms of pages.</content>
public sealed partial class RequestSession
{
    /// <summary>
    /// Prepares the request of a form with the settings of this session, without sending it. It has the Referer and, for POST, the Origin
    /// that a browser sends, unless the session has these headers. A form that is sent to another origin than that of its page takes no
    /// credentials and no <see cref="Params"/> of the session along.
    /// </summary>
    /// <param name="form">The form.</param>
    /// <param name="button">The name, id, value or text of the button, or null for the first one.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <exception cref="InvalidParameterException">The form has no such button, or cannot be sent.</exception>
    /// <exception cref="InsecureRedirectException">A form of https is sent to http, and the options do not allow that.</exception>
    /// <exception cref="RequestException">The request could not be prepared.</exception>
    public PreparedRequest PrepareForm(HtmlForm form, string? button = null, SendOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (request, secrets) = form.CreateRequest(button);
        var page = form.PageUrl;
        var target = UrlPreparer.Prepare(request.Url, parameters: null, BaseUri).Url;
        CheckDowngrade(form, target, options ?? Defaults);
        var isOther = CredentialScope.ShouldStripAuth(page, target);
        request.Headers = CreateFormHeaders(request.Method, page, target, isOther);
        if (isOther) request.Auth = NetrcCredentials?.Invoke(target, null) ?? AuthBase.None;
        var prepared = PrepareForm(request, isOther);
        prepared.PageUrl = page;
        prepared.FormSecrets = secrets;
        if (isOther) DropCredentials(prepared, page);
        return prepared;
    }

    /// <summary>Sends a form. A status of 400 or more is returned as any other, unless the options say otherwise.</summary>
    /// <param name="form">The form.</param>
    /// <param name="button">The name, id, value or text of the button, or null for the first one.</param>
    /// <param name="options">The options of sending; null uses <see cref="Defaults"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidParameterException">The form has no such button, or cannot be sent.</exception>
    /// <exception cref="RequestException">The request could not be prepared or sent, or no response was received.</exception>
    public Task<Response> SubmitAsync(
        HtmlForm form,
        string? button = null,
        SendOptions? options = null,
        CancellationToken cancellationToken = default) =>
        SendAsync(PrepareForm(form, button, options), options, cancellationToken);

    /// <summary>Prepares the request. The parameters of the session can have a secret, such as a key, under any name.</summary>
    private PreparedRequest PrepareForm(Request request, bool isOther)
    {
        var merged = SettingsMerger.Merge(this, request);
        if (isOther) merged.Params = null;
        return RequestPreparer.Prepare(merged, BaseUri, Cookies, NetrcCredentials);
    }

    private static void CheckDowngrade(HtmlForm form, string target, SendOptions options)
    {
        if (options.AllowInsecureRedirect || !RedirectRules.IsDowngrade(form.PageUrl, target)) return;
        throw new InsecureRedirectException(
            $"The form of the page '{UrlRedactor.Redact(form.PageUrl)}' is sent to '{UrlRedactor.Redact(target)}', which is not encrypted. "
                + "Allow insecure redirects to send it.").About(form.Page);
    }

    /// <summary>
    /// Creates the headers that name the page: another origin receives the origin of the page only, and http nothing from https (Referrer
    /// Policy section 3.8, strict-origin-when-cross-origin).
    /// </summary>
    private HeaderDictionary CreateFormHeaders(string method, string page, string target, bool isOther)
    {
        var headers = new HeaderDictionary();
        var origin = UrlParts.GetOrigin(page);
        if (!RedirectRules.IsDowngrade(page, target)) Add("Referer", isOther ? $"{origin}/" : page);
        if (method != "GET") Add("Origin", origin);
        return headers;

        void Add(string name, string value)
        {
            if (!Headers.ContainsKey(name)) headers[name] = value;
        }
    }

    private void DropCredentials(PreparedRequest prepared, string page)
    {
        var auth = prepared.Auth;
        RedirectRules.DropCredentials(prepared, SensitiveHeaders);
        prepared.CallerUrl = page;
        CookieHeader.Rewrite(prepared.Headers, prepared.GetCookieOrigin(), page, Cookies, prepared.CallCookies);
        prepared.Auth = auth;
        if (auth is not null) AuthChanges.Apply(auth, prepared);
    }
}
