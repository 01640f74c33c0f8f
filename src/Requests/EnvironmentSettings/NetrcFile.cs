namespace Requests;

/// <summary>User names and passwords by host, from a netrc file.</summary>
/// <remarks>requests: <c>get_netrc_auth</c>; Python's <c>netrc</c>, whose quoting and escapes it follows.</remarks>
internal sealed class NetrcFile
{
    private readonly Dictionary<string, List<(string Login, string Password)>> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Login, string Password)> _defaults = [];
    private readonly List<string> _warnings = [];

    /// <summary>
    /// The credentials for a host: its own entry, else the default one; of several the last, as in Python. Null when there is none, or nothing in it.
    /// Where the user is known, only an entry of that user counts.
    /// </summary>
    /// <param name="host">The host, without port.</param>
    /// <param name="userName">The user, or null for any.</param>
    internal BasicAuth? For(string host, string? userName = null)
    {
        var known = _hosts.GetValueOrDefault(host);
        var entry = userName is null ? Last(known ?? _defaults, static _ => true) : (known is null ? null : Last(known, one => one.Login == userName)) ?? Last(_defaults, one => one.Login == userName);
        return entry is not { } pair || (pair.Login.Length == 0 && pair.Password.Length == 0) || pair.Login.Contains(':', StringComparison.Ordinal) ? null : new BasicAuth(pair.Login, pair.Password);
    }

    /// <summary>What of the file was not understood and passed over; names no value.</summary>
    internal IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads a file. A word that is not known is passed over, and the entry goes on.</summary>
    /// <param name="text">Its text.</param>
    /// <remarks>Python's <c>netrc</c> refuses the whole file, and Requests then has no credentials.</remarks>
    internal static NetrcFile Parse(string text)
    {
        var file = new NetrcFile();
        file.Read(new NetrcTokens(text));
        return file;
    }

    private void Read(NetrcTokens tokens)
    {
        Entry? open = null;
        var isPassingOver = false;
        while (tokens.NextWord() is { } word)
        {
            var isKnown = true;
            switch (word)
            {
                case "machine":
                    Keep(open);
                    open = tokens.Next() is { } host ? new Entry(host) : null;
                    break;
                case "default":
                    Keep(open);
                    open = new Entry(Host: null);
                    break;
                case "macdef":
                    tokens.SkipMacro();
                    break;
                case "login" or "user" or "account" or "password":
                    if (tokens.Next() is { } value) open = open?.With(word, value);
                    break;
                default:
                    isKnown = false;
                    if (!isPassingOver) _warnings.Add(Unknown(word, tokens.Line));
                    break;
            }

            isPassingOver = !isKnown;
        }

        Keep(open);
    }

    /// <summary>A word that does not look like a keyword may be part of a password with a blank, and is not shown.</summary>
    private static string Unknown(string word, int line) => word.Length <= 16 && !word.AsSpan().ContainsAnyExceptInRange('a', 'z')
        ? $"line {line}: the word '{word}' is not known and was passed over"
        : $"line {line}: a word is not known and was passed over; a value with blanks in it belongs in double quotes";

    private void Keep(Entry? entry)
    {
        if (entry is null) return;
        var pair = (entry.Login.Length > 0 ? entry.Login : entry.Account, entry.Password);
        if (entry.Host is not { } host) _defaults.Add(pair);
        else if (_hosts.TryGetValue(host, out var known)) known.Add(pair);
        else _hosts[host] = [pair];
    }

    private static (string Login, string Password)? Last(List<(string Login, string Password)> entries, Predicate<(string Login, string Password)> fits) =>
        entries.FindLastIndex(fits) is >= 0 and var at ? entries[at] : null;

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
