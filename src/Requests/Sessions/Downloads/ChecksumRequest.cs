using System.Globalization;

namespace Requests;

/// <summary>Requests the file of checksums for a download, with the session and the options of the download.</summary>
internal static class ChecksumRequest
{
    // The headers of the download that describe a part or a version of its own file.
    private static readonly string[] FileHeaders = [.. FileCondition.Headers, "Accept-Encoding"];

    /// <summary>Requests the file and returns its content.</summary>
    /// <param name="session">The session.</param>
    /// <param name="download">The request of the download. Another origin than its own receives no credentials.</param>
    /// <param name="options">The options of the download.</param>
    /// <param name="url">The URL of the file of checksums.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The file cannot be received.</exception>
    internal static async Task<byte[]> ReadAsync(
        RequestSession session,
        PreparedRequest download,
        SendOptions options,
        string url,
        CancellationToken cancellationToken)
    {
        var sending = options with
        {
            Stream = false,
            RaiseForStatus = true,
            ExpectStatus = null,
            TotalTimeout = null,
            MaximumSize = ChecksumSource.MaximumSize,
            ConnectTo = options.ConnectTo?.BindTo(download.CallerUrl ?? download.Url),
        };
        using var response = await session.SendAsync(Create(session, download, url), sending, cancellationToken).ConfigureAwait(true);
        if (response.StatusCode == 200) return response.Content ?? [];
        throw new DownloadException(string.Create(CultureInfo.InvariantCulture, $"the server sent the status {response.StatusCode}."));
    }

    private static PreparedRequest Create(RequestSession session, PreparedRequest download, string url)
    {
        var prepared = UrlPreparer.Prepare(url, parameters: null, session.BaseUri);
        var isOtherOrigin = CredentialScope.ShouldStripAuth(download.Url, prepared.Url);

        // The parameters of the session may have a key.
        if (!isOtherOrigin) prepared = UrlPreparer.Prepare(url, session.Params, session.BaseUri);
        var sums = download.Copy();
        AuthChanges.Undo(sums);
        sums.Method = "GET";
        sums.Url = UrlParts.WithoutFragment(prepared.Url);
        sums.CallerUrl = null;
        sums.Counters = null;
        RedirectRules.DropBody(sums);
        foreach (var name in FileHeaders) sums.Headers.Remove(name);
        if (session.Headers["Accept-Encoding"] is { } codings) sums.Headers["Accept-Encoding"] = codings;
        if (isOtherOrigin) RedirectRules.DropCredentials(sums, session.SensitiveHeaders);
        if (!sums.HasOwnCookieHeader)
        {
            var callerUrl = download.CallerUrl ?? download.CookieUrl;
            CookieHeader.Rewrite(sums.Headers, sums.GetCookieOrigin(), callerUrl, session.Cookies, sums.CallCookies);
        }

        if (prepared is { UserName: { } user }) sums.Auth = new BasicAuth(user, prepared.Password ?? "");
        if (sums.Auth is null && !sums.Headers.ContainsKey("Authorization")) sums.Auth = session.NetrcCredentials?.Invoke(sums.Url, null);
        if (sums.Auth is { } auth) AuthChanges.Apply(auth, sums);
        return sums;
    }
}
