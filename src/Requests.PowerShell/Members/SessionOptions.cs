using System.ComponentModel;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>How a session sends, as properties that PowerShell reads and writes; they take the forms that the parameters of Set-RequestSession take. The types file names these methods.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionOptions
{
    /// <summary>How long to wait for the connection and for each next byte.</summary>
    /// <param name="instance">The session.</param>
    public static object? Timeout(PSObject instance) => GetSession(instance).Defaults.Timeout;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Timeout</c>; null waits for ever.</param>
    public static void SetTimeout(PSObject instance, object? value) => SessionProperties.Set(instance, "Timeout", value);

    /// <summary>How long the whole exchange may take, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? TotalTimeout(PSObject instance) => GetSession(instance).Defaults.TotalTimeout;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Seconds or a time span; null for no limit.</param>
    public static void SetTotalTimeout(PSObject instance, object? value) => SessionProperties.Set(instance, "TotalTimeout", value);

    /// <summary>How many bytes a body may have, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? MaximumSize(PSObject instance) => GetSession(instance).Defaults.MaximumSize;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number; null for no limit.</param>
    public static void SetMaximumSize(PSObject instance, object? value) => SessionProperties.Set(instance, "MaximumSize", value);

    /// <summary>Whether servers must prove their identity, or the file of those who are trusted.</summary>
    /// <param name="instance">The session.</param>
    public static object? Verify(PSObject instance) => GetSession(instance).Defaults.Tls.CaFile ?? (object)GetSession(instance).Defaults.Tls.Verify;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Verify</c>; null for the default, true.</param>
    public static void SetVerify(PSObject instance, object? value) => SessionProperties.Set(instance, "Verify", value);

    /// <summary>The client certificate, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? Cert(PSObject instance) => GetSession(instance).Defaults.Tls.ClientCertificate;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Cert</c>; null for none.</param>
    public static void SetCert(PSObject instance, object? value) => SessionProperties.Set(instance, "Cert", value);

    /// <summary>Hosts that no proxy is used for, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? NoProxy(PSObject instance) => GetSession(instance).Defaults.Proxies.NoProxy;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A host or a list; null for those of the environment.</param>
    public static void SetNoProxy(PSObject instance, object? value) => SessionProperties.Set(instance, "NoProxy", value);

    /// <summary>The version of HTTP, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? HttpVersion(PSObject instance) => GetSession(instance).Defaults.HttpVersion;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">1.1 or 2; null for that of the adapter.</param>
    public static void SetHttpVersion(PSObject instance, object? value) => SessionProperties.Set(instance, "HttpVersion", value);

    /// <summary>The Unix socket that connections go to, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? UnixSocket(PSObject instance) => GetSession(instance).Defaults.UnixSocket;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A path; null for none.</param>
    public static void SetUnixSocket(PSObject instance, object? value) => SessionProperties.Set(instance, "UnixSocket", value);

    /// <summary>Whether redirects are followed; null follows them but for HEAD.</summary>
    /// <param name="instance">The session.</param>
    public static object? AllowRedirects(PSObject instance) => GetSession(instance).Defaults.AllowRedirects;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default.</param>
    public static void SetAllowRedirects(PSObject instance, object? value)
    {
        if (PSValue.Unwrap(value) is null) GetSession(instance).Defaults = GetSession(instance).Defaults with { AllowRedirects = null };
        else SessionProperties.Set(instance, "AllowRedirects", value);
    }

    /// <summary>How many redirects are followed.</summary>
    /// <param name="instance">The session.</param>
    public static object? MaximumRedirection(PSObject instance) => GetSession(instance).Defaults.MaximumRedirects;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">A number; null for the default, 30.</param>
    public static void SetMaximumRedirection(PSObject instance, object? value) => SessionProperties.Set(instance, "MaximumRedirection", value ?? new SendOptions().MaximumRedirects);

    /// <summary>Whether a redirect may lead from https to http.</summary>
    /// <param name="instance">The session.</param>
    public static object? AllowInsecureRedirect(PSObject instance) => GetSession(instance).Defaults.AllowInsecureRedirect;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetAllowInsecureRedirect(PSObject instance, object? value) => SessionProperties.Set(instance, "AllowInsecureRedirect", value ?? false);

    /// <summary>Whether a response is returned when its headers are there.</summary>
    /// <param name="instance">The session.</param>
    public static object? Stream(PSObject instance) => GetSession(instance).Defaults.Stream;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetStream(PSObject instance, object? value) => SessionProperties.Set(instance, "Stream", value ?? false);

    /// <summary>Whether a status of 400 or more is an error.</summary>
    /// <param name="instance">The session.</param>
    public static object? RaiseForStatus(PSObject instance) => GetSession(instance).Defaults.RaiseForStatus;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">True or false; null for the default, false.</param>
    public static void SetRaiseForStatus(PSObject instance, object? value) => SessionProperties.Set(instance, "RaiseForStatus", value ?? false);

    /// <summary>When a request is sent again, or null.</summary>
    /// <param name="instance">The session.</param>
    public static object? Retry(PSObject instance) => GetSession(instance).Defaults.Retry;

    /// <summary>Sets it.</summary>
    /// <param name="instance">The session.</param>
    /// <param name="value">Any form of <c>-Retry</c>; null for never.</param>
    public static void SetRetry(PSObject instance, object? value) => SessionProperties.Set(instance, "Retry", value);

    private static RequestSession GetSession(PSObject instance) => (RequestSession)instance.BaseObject;
}
