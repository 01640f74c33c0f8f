using System.Net;
using System.Security.Authentication;

namespace Requests.PowerShell;

/// <summary>Converts parameters to adapters and their options.</summary>
internal static class AdapterConverter
{
    /// <summary>Converts to an adapter.</summary>
    /// <param name="value">An adapter, or a script block that returns the response to a request.</param>
    /// <exception cref="InvalidParameterException">The value is neither.</exception>
    internal static TransportAdapter ToAdapter(object? value) => PSValue.Unwrap(value) as TransportAdapter
        ?? ScriptBlocks.ToAdapter(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid(
            "Adapter",
            value,
            "what New-HttpAdapter, New-ScriptAdapter or New-MockAdapter gives, or a script block");

    /// <summary>Converts to the prefix that an adapter is mounted at.</summary>
    /// <param name="value">The beginning of URLs, as text.</param>
    /// <exception cref="InvalidParameterException">The value is not a text.</exception>
    internal static string ToPrefix(object? value) =>
        TextConverter.ToRequiredText(value, "Prefix", "the beginning of URLs, such as https://api.example/");

    /// <summary>Converts to the versions of TLS that are offered; null offers the versions of the system.</summary>
    /// <param name="value">A version, its name, several names separated by commas, or a list.</param>
    /// <exception cref="InvalidParameterException">One of the values is not a version of TLS.</exception>
    internal static SslProtocols ToProtocols(object? value)
    {
        if (PSValue.Unwrap(value) is null) return SslProtocols.None;
        if (PSValue.Unwrap(value) is SslProtocols protocols) return protocols;
        var names = TextConverter.ToTexts(value, "SslProtocol", "Tls12, Tls13, or a list of them")!
            .SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries));
        return names.Aggregate(SslProtocols.None, static (all, name) => all | TextConverter.ToMember<SslProtocols>(name, "SslProtocol"));
    }

    /// <summary>Converts to the fingerprints of certificates.</summary>
    /// <param name="isGiven">
    /// Whether the parameter was bound. A bound parameter must contain a fingerprint, because an empty list would allow every certificate.
    /// </param>
    /// <param name="value">A SHA-256 or SHA-1 fingerprint, or a list of them.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind or empty.</exception>
    internal static string[] ToFingerprints(bool isGiven, object? value)
    {
        const string forms = "the SHA-256 or SHA-1 fingerprint of a certificate, or a list of them";
        if (!isGiven) return [];
        var texts = TextConverter.ToTexts(value, "Fingerprint", forms) ?? [];
        return texts.Length > 0 && Array.TrueForAll(texts, static text => !string.IsNullOrWhiteSpace(text))
            ? texts
            : throw ParameterErrors.Invalid("Fingerprint", value, forms);
    }

    /// <summary>Converts to an IP address of this machine; null stays null, which allows any address.</summary>
    /// <param name="value">An address, or its text.</param>
    /// <exception cref="InvalidParameterException">The value is not an address.</exception>
    internal static IPAddress? ToAddress(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        IPAddress address => address,
        string text when IPAddress.TryParse(text, out var address) => address,
        var other => throw ParameterErrors.Invalid("LocalAddress", other, "an IP address of this machine"),
    };

    /// <summary>
    /// Returns whether a prefix ends within the host, without a slash after it, and therefore also matches other hosts that begin with
    /// the same text.
    /// </summary>
    /// <param name="prefix">The prefix.</param>
    internal static bool FitsOtherHosts(string prefix)
    {
        var host = prefix.IndexOf("://", StringComparison.Ordinal) + 3;
        return host > 2 && prefix.Length > host && prefix.IndexOf('/', host) < 0;
    }
}
