namespace Requests;

/// <summary>Represents a netrc file: user names and passwords by host.</summary>
/// <remarks>requests: <c>get_netrc_auth</c>; Python's <c>netrc</c>, whose quoting and escapes it follows.</remarks>
internal sealed class NetrcFile
{
    private readonly Dictionary<string, List<(string Login, string Password)>> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Login, string Password)> _defaults = [];
    private readonly List<string> _warnings = [];

    /// <summary>
    /// Returns the credentials for a host: those of its own entry, else of the default entry; of several entries the last, as in Python.
    /// Null when there is no entry or it is empty. With a user name, only entries of that user count.
    /// </summary>
    /// <param name="host">The host, without port.</param>
    /// <param name="userName">The user name, or null for any.</param>
    internal BasicAuth? GetCredentials(string host, string? userName = null)
    {
        if (Find(host, userName) is not { } pair || (pair.Login.Length == 0 && pair.Password.Length == 0)) return null;
        return pair.Login.Contains(':', StringComparison.Ordinal) ? null : new BasicAuth(pair.Login, pair.Password);
    }

    /// <summary>Gets the warnings about words that were skipped. They contain no value.</summary>
    internal IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Parses a file. An unknown word is skipped, and the entry continues.</summary>
    /// <param name="text">The text of the file.</param>
    /// <remarks>Python's <c>netrc</c> refuses the whole file, and Requests then has no credentials.</remarks>
    internal static NetrcFile Parse(string text)
    {
        var file = new NetrcFile();
        file.Read(new NetrcTokens(text));
        return file;
    }

    private (string Login, string Password)? Find(string host, string? userName)
    {
        var entries = _hosts.GetValueOrDefault(host);
        if (userName is null) return FindLast(entries ?? _defaults, static _ => true);
        return (entries is null ? null : FindLast(entries, entry => entry.Login == userName))
            ?? FindLast(_defaults, entry => entry.Login == userName);
    }

    private void Read(NetrcTokens tokens)
    {
        Entry? open = null;
        var isSkipping = false;
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
                    if (!isSkipping) _warnings.Add(DescribeUnknown(word, tokens.Line));
                    break;
            }

            isSkipping = !isKnown;
        }

        Keep(open);
    }

    /// <summary>
    /// Describes an unknown word. A word that does not look like a keyword can be a part of a password with a blank; it is not shown.
    /// </summary>
    private static string DescribeUnknown(string word, int line) => word.Length <= 16 && !word.AsSpan().ContainsAnyExceptInRange('a', 'z')
        ? $"line {line}: the word '{word}' is not known and was skipped"
        : $"line {line}: a word is not known and was skipped; a value with blanks in it belongs in double quotes";

    private void Keep(Entry? entry)
    {
        if (entry is null) return;
        var pair = (entry.Login.Length > 0 ? entry.Login : entry.Account, entry.Password);
        if (entry.Host is not { } host) _defaults.Add(pair);
        else if (_hosts.TryGetValue(host, out var known)) known.Add(pair);
        else _hosts[host] = [pair];
    }

    private static (string Login, string Password)? FindLast(
        List<(string Login, string Password)> entries,
        Predicate<(string Login, string Password)> match) => entries.FindLastIndex(match) is >= 0 and var at ? entries[at] : null;

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
