using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Requests.PowerShell;

/// <summary>Converts parameters to the HTTP version of a connection, and to the place where it is opened.</summary>
internal static class ConnectionConverter
{
    private const string Versions = "1.1 or 2, or both of them";

    private const string Targets =
        "a host, an address, host:port, or a map such as @{ 'www.example.com:443' = 'node3:8443' }; $null as value of an entry for none";

    /// <summary>Converts to a version of HTTP; null stays null, which uses the version of the adapter.</summary>
    /// <param name="value">The version, 1.1 or 2, as text, number or <see cref="Version"/>, or a list of both.</param>
    /// <returns>The highest version, and whether a lower one is allowed.</returns>
    /// <exception cref="InvalidParameterException">The value is another version or not a version.</exception>
    internal static (Version? Version, bool AllowsLower) ToHttpVersion(object? value)
    {
        var versions = PSValue.Unwrap(value) switch
        {
            null => [],
            IEnumerable list when PSValue.IsList(list) => ToVersions(list, value),
            string text => ToVersions(text.Split(',', StringSplitOptions.TrimEntries), value),
            var one => ToVersions(new[] { one }, value),
        };
        return versions.Length == 0 ? (null, false) : (versions.Max(), versions.Length > 1);
    }

    /// <summary>Converts to the path of a Unix socket; null stays null, which uses the socket of the adapter.</summary>
    /// <param name="value">A path or a file.</param>
    /// <param name="fullPath">A function that resolves a path.</param>
    /// <exception cref="InvalidParameterException">The value is not a path, or the path is too long for a socket.</exception>
    internal static string? ToUnixSocket(object? value, Func<string, string> fullPath) => PSValue.Unwrap(value) switch
    {
        null => null,
        string path when !string.IsNullOrWhiteSpace(path) => SocketConnector.CheckUnixSocket(fullPath(path)),
        FileInfo file => SocketConnector.CheckUnixSocket(file.FullName),
        _ => throw ParameterErrors.Invalid("UnixSocket", value, "the path of a Unix socket"),
    };

    /// <summary>
    /// Converts to the hosts that are connected to in place of those of URLs; null stays null, which connects to the hosts of URLs.
    /// </summary>
    /// <param name="value">
    /// A target for the host of the URL, or a map of targets by host, which is merged with the map of the session. Null as value of an
    /// entry removes it.
    /// </param>
    /// <param name="defaults">The settings of the session, or null.</param>
    /// <exception cref="InvalidParameterException">The value is of another kind, or a host cannot be used.</exception>
    internal static ConnectToSettings? ToConnectTo(object? value, ConnectToSettings? defaults)
    {
        if (PSValue.Unwrap(value) is null or ConnectToSettings) return PSValue.Unwrap(value) as ConnectToSettings;
        if (PSValue.ToPairs(value, "ConnectTo") is not { } pairs) return new ConnectToSettings(ToTarget(value));
        var merged = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (host, target) in defaults?.ByHost ?? ReadOnlyDictionary<string, string>.Empty) merged[host] = target;
        foreach (var (host, target) in pairs)
        {
            var key = ConnectToSettings.NormalizeKey(host);
            if (target is null) merged.Remove(key);
            else merged[key] = ToTarget(target);
        }

        return merged.Count == 0 ? null : new ConnectToSettings(merged);
    }

    /// <summary>Converts to a family of addresses; null stays null, which uses both.</summary>
    /// <param name="value">IPv4 or IPv6, 4 or 6, or the family of .NET.</param>
    /// <exception cref="InvalidParameterException">The value is not a family.</exception>
    internal static IPAddressFamily? ToAddressFamily(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        4 or "4" or AddressFamily.InterNetwork => IPAddressFamily.IPv4,
        6 or "6" or AddressFamily.InterNetworkV6 => IPAddressFamily.IPv6,
        _ => TextConverter.ToMember<IPAddressFamily>(value, "AddressFamily"),
    };

    /// <summary>Converts to the name of a named pipe; null stays null, which connects over TCP.</summary>
    /// <param name="value">A name or a path.</param>
    /// <exception cref="InvalidParameterException">The value is not a text.</exception>
    internal static string? ToPipeName(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        string name when !string.IsNullOrWhiteSpace(name) => name,
        _ => throw ParameterErrors.Invalid("PipeName", value, "the name of a pipe, such as docker_engine, or its path"),
    };

    private static Version[] ToVersions(IEnumerable values, object? value)
    {
        var versions = values.Cast<object?>().Select(item => ToVersion(item, value)).Distinct().ToArray();
        return versions.Length > 0 ? versions : throw ParameterErrors.Invalid("HttpVersion", value, Versions);
    }

    private static Version ToVersion(object? item, object? value)
    {
        var unwrapped = PSValue.Unwrap(item);
        var text = unwrapped is string or int or long or double or decimal or Version
            ? Convert.ToString(unwrapped, CultureInfo.InvariantCulture)
            : "-";
        return text switch
        {
            "1.1" => HttpVersion.Version11,
            "2" or "2.0" => HttpVersion.Version20,
            _ => throw ParameterErrors.Invalid("HttpVersion", value, Versions),
        };
    }

    private static string ToTarget(object? value) => PSValue.Unwrap(value) switch
    {
        string text when !string.IsNullOrWhiteSpace(text) => text,
        IPAddress or IPEndPoint => PSValue.Unwrap(value)!.ToString()!,
        _ => throw ParameterErrors.Invalid("ConnectTo", value, Targets),
    };
}
