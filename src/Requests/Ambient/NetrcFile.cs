namespace Requests;

/// <summary>User names and passwords by host, from a netrc file.</summary>
/// <remarks>requests: <c>get_netrc_auth</c>; Python's <c>netrc</c>, whose quoting and escapes it follows.</remarks>
internal sealed class NetrcFile
{
    private readonly Dictionary<string, (string Login, string Password)> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private (string Login, string Password)? _default;

    /// <summary>The credentials for a host: its own entry, else the default one; null when there is none, or nothing in it.</summary>
    /// <param name="host">The host, without port.</param>
    internal BasicAuth? For(string host)
    {
        var entry = _hosts.TryGetValue(host, out var known) ? known : _default;
        return entry is not { } pair || (pair.Login.Length == 0 && pair.Password.Length == 0) || pair.Login.Contains(':', StringComparison.Ordinal) ? null : new BasicAuth(pair.Login, pair.Password);
    }

    /// <summary>Reads a file; one that breaks the rules has no entries, as in Requests.</summary>
    /// <param name="text">Its text.</param>
    internal static NetrcFile Parse(string text)
    {
        var file = new NetrcFile();
        return file.Read(new NetrcTokens(text)) ? file : new NetrcFile();
    }

    private bool Read(NetrcTokens tokens)
    {
        Entry? open = null;
        while (tokens.NextWord() is { } word)
        {
            switch (word)
            {
                case "machine":
                    Keep(open);
                    if (tokens.Next() is not { } host) return false;
                    open = new Entry(host);
                    break;
                case "default":
                    Keep(open);
                    open = new Entry(Host: null);
                    break;
                case "macdef":
                    tokens.SkipMacro();
                    break;
                case "login" or "user" or "account" or "password" when open is not null && tokens.Next() is { } value:
                    open = open.With(word, value);
                    break;
                default:
                    return false;
            }
        }

        Keep(open);
        return true;
    }

    private void Keep(Entry? entry)
    {
        if (entry is null) return;
        var pair = (entry.Login.Length > 0 ? entry.Login : entry.Account, entry.Password);
        if (entry.Host is { } host) _hosts[host] = pair;
        else _default = pair;
    }

    private sealed record Entry(string? Host)
    {
        internal string Login { get; private init; } = "";

        internal string Account { get; private init; } = "";

        internal string Password { get; private init; } = "";

        internal Entry With(string word, string value) => word switch
        {
            "password" => this with { Password = value },
            "account" => this with { Account = value },
            _ => this with { Login = value },
        };
    }
}
