using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Provides the send options of a session as properties. They accept the same values as the parameters of Set-RequestSession. The types
/// file names these methods.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionOptions
{
    /// <summary>Gets the connect timeout and the read timeout.</summary>
    /// <param name="instance">The session.</param>
    public static object? Timeout(PSObject instance) => GetSession(instance).Defaults.Timeout;

    /// <summary>Sets the connect timeout and the read timeout.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Timeout</c> accepts; null for no timeout.</param>
    public static void SetTimeout(PSObject instance, object? value) => SessionProperties.Set(instance, "Timeout", value);

    /// <summary>Gets the time limit for the whole exchange; null for no limit.</summary>
    /// <param name="instance">The session.</param>
    public static object? TotalTimeout(PSObject instance) => GetSession(instance).Defaults.TotalTimeout;

    /// <summary>Sets the time limit for the whole exchange.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number of seconds or a TimeSpan; null for no limit.</param>
    public static void SetTotalTimeout(PSObject instance, object? value) => SessionProperties.Set(instance, "TotalTimeout", value);

    /// <summary>Gets the maximum size of a response body in bytes; null for no limit.</summary>
    /// <param name="instance">The session.</param>
    public static object? MaximumSize(PSObject instance) => GetSession(instance).Defaults.MaximumSize;

    /// <summary>Sets the maximum size of a response body.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number of bytes; null for no limit.</param>
    public static void SetMaximumSize(PSObject instance, object? value) => SessionProperties.Set(instance, "MaximumSize", value);

    /// <summary>Gets whether server certificates are verified, or the path of the trusted certificates.</summary>
    /// <param name="instance">The session.</param>
    public static object? Verify(PSObject instance) =>
        GetSession(instance).Defaults.Tls.CaFile ?? (object)GetSession(instance).Defaults.Tls.Verify;

    /// <summary>Sets how server certificates are verified.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Verify</c> accepts; null for the default, true.</param>
    public static void SetVerify(PSObject instance, object? value) => SessionProperties.Set(instance, "Verify", value);

    /// <summary>Gets the client certificate, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? Cert(PSObject instance) => GetSession(instance).Defaults.Tls.ClientCertificate;

    /// <summary>Sets the client certificate.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Cert</c> accepts; null for no client certificate.</param>
    public static void SetCert(PSObject instance, object? value) => SessionProperties.Set(instance, "Cert", value);

    /// <summary>Gets the hosts for which no proxy is used; null for those of the environment.</summary>
    /// <param name="instance">The session.</param>
    public static object? NoProxy(PSObject instance) => GetSession(instance).Defaults.Proxies.NoProxy;

    /// <summary>Sets the hosts for which no proxy is used.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A host or a list of hosts; null for those of the environment.</param>
    public static void SetNoProxy(PSObject instance, object? value) => SessionProperties.Set(instance, "NoProxy", value);

    /// <summary>Gets the version of HTTP, or a list of both where a lower one is allowed; null for that of the adapter.</summary>
    /// <param name="instance">The session.</param>
    public static object? HttpVersion(PSObject instance) =>
        GetSession(instance).Defaults is { AllowLowerHttpVersion: true, HttpVersion: { } highest }
            ? new[] { highest, System.Net.HttpVersion.Version11 }
            : GetSession(instance).Defaults.HttpVersion;

    /// <summary>Sets the version of HTTP.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">1.1, 2 or both; null for that of the adapter.</param>
    public static void SetHttpVersion(PSObject instance, object? value) => SessionProperties.Set(instance, "HttpVersion", value);

    /// <summary>Gets the path of the Unix socket to connect to, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? UnixSocket(PSObject instance) => GetSession(instance).Defaults.UnixSocket;

    /// <summary>Sets the path of the Unix socket to connect to.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A path; null for no Unix socket.</param>
    public static void SetUnixSocket(PSObject instance, object? value) => SessionProperties.Set(instance, "UnixSocket", value);

    /// <summary>Gets the hosts to connect to in place of those of URLs, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? ConnectTo(PSObject instance) => GetSession(instance).Defaults.ConnectTo;

    /// <summary>Sets the hosts to connect to in place of those of URLs.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-ConnectTo</c> accepts; null for the hosts of URLs.</param>
    public static void SetConnectTo(PSObject instance, object? value)
    {
        var defaults = GetSession(instance).Defaults;
        var settings = SessionProperties.Try(() => ConnectionConverter.ToConnectTo(value, defaults: null));
        GetSession(instance).Defaults = defaults with { ConnectTo = settings, UnixSocket = settings is null ? defaults.UnixSocket : null };
    }

    /// <summary>Gets the family of the addresses to connect to; null for both.</summary>
    /// <param name="instance">The session.</param>
    public static object? AddressFamily(PSObject instance) => GetSession(instance).Defaults.AddressFamily;

    /// <summary>Sets the family of the addresses to connect to.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">IPv4 or IPv6; null for both.</param>
    public static void SetAddressFamily(PSObject instance, object? value) => SessionProperties.Set(instance, "AddressFamily", value);

    /// <summary>Gets whether redirects are followed; null (the default) follows them except for HEAD.</summary>
    /// <param name="instance">The session.</param>
    public static object? AllowRedirects(PSObject instance) => GetSession(instance).Defaults.AllowRedirects;

    /// <summary>Sets whether redirects are followed.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, which follows redirects except for HEAD.</param>
    public static void SetAllowRedirects(PSObject instance, object? value)
    {
        if (PSValue.Unwrap(value) is null) GetSession(instance).Defaults = GetSession(instance).Defaults with { AllowRedirects = null };
        else SessionProperties.Set(instance, "AllowRedirects", value);
    }

    /// <summary>Gets the maximum number of redirects.</summary>
    /// <param name="instance">The session.</param>
    public static object? MaximumRedirection(PSObject instance) => GetSession(instance).Defaults.MaximumRedirects;

    /// <summary>Sets the maximum number of redirects.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number; null for the default, 30.</param>
    public static void SetMaximumRedirection(PSObject instance, object? value) =>
        SessionProperties.Set(instance, "MaximumRedirection", value ?? new SendOptions().MaximumRedirects);

    /// <summary>Gets a value that indicates whether redirects from https to http are allowed.</summary>
    /// <param name="instance">The session.</param>
    public static object? AllowInsecureRedirect(PSObject instance) => GetSession(instance).Defaults.AllowInsecureRedirect;

    /// <summary>Sets whether redirects from https to http are allowed.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetAllowInsecureRedirect(PSObject instance, object? value) =>
        SessionProperties.Set(instance, "AllowInsecureRedirect", value ?? false);

    /// <summary>Gets a value that indicates whether a response is returned as soon as its headers have been received.</summary>
    /// <param name="instance">The session.</param>
    public static object? Stream(PSObject instance) => GetSession(instance).Defaults.Stream;

    /// <summary>Sets whether a response is returned as soon as its headers have been received.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetStream(PSObject instance, object? value) => SessionProperties.Set(instance, "Stream", value ?? false);

    /// <summary>Gets a value that indicates whether a status of 400 or more is an error.</summary>
    /// <param name="instance">The session.</param>
    public static object? RaiseForStatus(PSObject instance) => GetSession(instance).Defaults.RaiseForStatus;

    /// <summary>Sets whether a status of 400 or more is an error.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetRaiseForStatus(PSObject instance, object? value) =>
        SessionProperties.Set(instance, "RaiseForStatus", value ?? false);

    /// <summary>Gets the statuses that are expected; null for none.</summary>
    /// <param name="instance">The session.</param>
    public static object? ExpectStatus(PSObject instance) => GetSession(instance).Defaults.ExpectStatus;

    /// <summary>Sets the statuses that are expected.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-ExpectStatus</c> accepts; null for none.</param>
    public static void SetExpectStatus(PSObject instance, object? value) => SessionProperties.Set(instance, "ExpectStatus", value);

    /// <summary>Gets the retry policy; null for no retries.</summary>
    /// <param name="instance">The session.</param>
    public static object? Retry(PSObject instance) => GetSession(instance).Defaults.Retry;

    /// <summary>Sets the retry policy.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A value that <c>-Retry</c> accepts; null for no retries.</param>
    public static void SetRetry(PSObject instance, object? value) => SessionProperties.Set(instance, "Retry", value);

    private static RequestSession GetSession(PSObject instance) => (RequestSession)instance.BaseObject;
}
