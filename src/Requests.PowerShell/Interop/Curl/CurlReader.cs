using System.Collections.Specialized;
using System.Globalization;

namespace Requests.PowerShell;

/// <summary>Reads a curl command: what Invoke-Request has to be given to send the same.</summary>
/// <remarks>curl(1), of version 8. What has no counterpart is an error that names it, or where it changes nothing that is sent, a warning.</remarks>
internal sealed class CurlReader
{
    private static readonly Dictionary<string, Action<CurlReader, string, string>> Actions = new(StringComparer.Ordinal)
    {
        ["url"] = (reader, _, value) => reader._urls.Add(value),
        ["request"] = (reader, _, value) => reader._method = value,
        ["head"] = (reader, _, _) => reader._method = "HEAD",
        ["get"] = (reader, _, _) => reader._isGet = true,
        ["header"] = (reader, _, value) => reader.TakeHeader(value),
        ["user-agent"] = (reader, _, value) => reader._headers.Add(("User-Agent", value)),
        ["referer"] = (reader, _, value) => reader._headers.Add(("Referer", value)),
        ["cookie"] = (reader, _, value) => reader.TakeCookie(value),
        ["data"] = (reader, _, value) => reader._data.Add(value.StartsWith('@') ? reader.WithoutLines(value[1..]) : value),
        ["data-ascii"] = (reader, _, value) => reader._data.Add(value.StartsWith('@') ? reader.WithoutLines(value[1..]) : value),
        ["data-binary"] = (reader, _, value) => reader.TakeBinary(value),
        ["data-raw"] = (reader, _, value) => reader._data.Add(value),
        ["data-urlencode"] = (reader, _, value) => reader._data.Add(reader.Encoded(value)),
        ["json"] = (reader, _, value) => reader.TakeJson(value),
        ["form"] = (reader, _, value) => reader.TakeForm(value, readsFiles: true),
        ["form-string"] = (reader, _, value) => reader.TakeForm(value, readsFiles: false),
        ["upload-file"] = (reader, _, value) => reader.TakeUpload(value),
        ["user"] = (reader, _, value) => reader._user = value,
        ["oauth2-bearer"] = (reader, _, value) => reader._headers.Add(("Authorization", $"Bearer {value}")),
        ["basic"] = (reader, option, _) => reader._authentication = option,
        ["digest"] = (reader, option, _) => reader._authentication = option,
        ["negotiate"] = (reader, option, _) => reader._authentication = option,
        ["ntlm"] = (reader, option, _) => reader._authentication = option,
        ["anyauth"] = (reader, option, _) => reader._authentication = option,
        ["location"] = (reader, _, _) => reader._follows = true,
        ["max-redirs"] = (reader, option, value) => reader._parameters["MaximumRedirection"] = Math.Max(0, Number(option, value)),
        ["fail"] = (reader, _, _) => reader._parameters["RaiseForStatus"] = true,
        ["fail-with-body"] = (reader, _, _) => reader._parameters["RaiseForStatus"] = true,
        ["insecure"] = (reader, _, _) => reader._parameters["Verify"] = false,
        ["cacert"] = (reader, _, value) => reader._parameters["Verify"] = value,
        ["capath"] = (reader, _, value) => reader._parameters["Verify"] = value,
        ["cert"] = (reader, _, value) => reader.TakeCertificate(value),
        ["key"] = (reader, _, value) => reader._key = value,
        ["pass"] = (reader, _, value) => reader._password = value,
        ["proxy"] = (reader, _, value) => reader._parameters["Proxies"] = value,
        ["proxy-user"] = (reader, _, value) => reader._proxyUser = value,
        ["noproxy"] = (reader, _, value) => reader._parameters["NoProxy"] = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        ["max-time"] = (reader, option, value) => reader._parameters["TotalTimeout"] = Seconds(option, value),
        ["connect-timeout"] = (reader, option, value) => reader._connectTimeout = Seconds(option, value),
        ["retry"] = (reader, option, value) => reader._parameters["Retry"] = Number(option, value),
        ["output"] = (reader, _, value) => reader._parameters["OutFile"] = value,
        ["remote-name"] = (reader, _, _) => reader._parameters["OutFile"] = ".",
        ["max-filesize"] = (reader, option, value) => reader._parameters["MaximumSize"] = Number(option, value),
    };

    private readonly Queue<string> _words;
    private readonly Func<string, string> _fullPath;
    private readonly bool _isForText;
    private readonly List<string> _urls = [];
    private readonly List<(string Name, string? Value)> _headers = [];
    private readonly List<string> _data = [];
    private readonly List<object[]> _files = [];
    private readonly OrderedDictionary _parameters = new(StringComparer.OrdinalIgnoreCase);
    private string? _method;
    private string? _user;
    private string _authentication = "basic";
    private string? _key;
    private string? _password;
    private string? _proxyUser;
    private double? _connectTimeout;
    private bool _isGet;
    private bool _isJson;
    private bool _follows;

    private CurlReader(IEnumerable<string> words, Func<string, string> fullPath, bool isForText)
    {
        _words = new Queue<string>(words);
        _fullPath = fullPath;
        _isForText = isForText;
    }

    /// <summary>What changes nothing that is sent, or cannot be said.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>The parameters, a map for each URL.</summary>
    /// <param name="command">The command, as a shell would read it.</param>
    /// <param name="fullPath">Finds a file from where the caller stands.</param>
    /// <param name="isForText">Whether the parameters become text, and not values.</param>
    /// <param name="warnings">What was left out.</param>
    /// <exception cref="RequestException">It is no curl command, or asks for what cannot be done.</exception>
    internal static List<OrderedDictionary> Read(string command, Func<string, string> fullPath, bool isForText, out List<string> warnings)
    {
        var words = ShellWords.Split(command.Trim().TrimStart('$').Trim());
        if (words.Count == 0 || Path.GetFileNameWithoutExtension(words[0]) != "curl") throw new InvalidParameterException("That is no curl command: it begins with the word curl.");
        var reader = new CurlReader(words.Skip(1), fullPath, isForText);
        warnings = reader.Warnings;
        while (reader._words.TryDequeue(out var word)) reader.Take(word);
        return reader.Finish();
    }

    private void Take(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2) TakeOption(word);
        else if (word.StartsWith('-') && word.Length > 1) TakeLetters(word[1..]);
        else _urls.Add(word);
    }

    /// <summary>Letters stand together, and the last may have its value at its back.</summary>
    private void TakeLetters(string letters)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            if (!CurlOptions.ByLetter.TryGetValue(letters[i], out var option)) throw new InvalidParameterException($"curl's option -{letters[i]} has no counterpart here.");
            if (CurlOptions.HasValue(option))
            {
                Apply(option, i + 1 < letters.Length ? letters[(i + 1)..] : Value(option));
                return;
            }

            Apply(option, "");
        }
    }

    private void TakeOption(string word)
    {
        var option = word[2..];
        if (!CurlOptions.IsKnown(option)) throw new InvalidParameterException($"curl's option {word} has no counterpart here.");
        Apply(option, CurlOptions.HasValue(option) ? Value(option) : "");
    }

    private string Value(string option) => _words.TryDequeue(out var value) ? value : throw new InvalidParameterException($"curl's option --{option} wants a value.");

    private void Apply(string option, string value)
    {
        if (Actions.TryGetValue(option, out var action)) action(this, option, value);
        else if (CurlOptions.IsSaidAway(option)) Warnings.Add($"curl's option --{option} is left out: it has no counterpart here.");
    }

    private void TakeJson(string value)
    {
        _isJson = true;
        _data.Add(value);
    }

    private void TakeUpload(string path)
    {
        _parameters["InFile"] = path;
        _method ??= "PUT";
    }

    private void TakeCertificate(string value)
    {
        var parts = value.Split(':', 2);
        _parameters["Cert"] = parts[0];
        if (parts.Length > 1) _password ??= parts[1];
    }

    private void TakeHeader(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 && value.EndsWith(';')) _headers.Add((value[..^1], ""));
        else if (colon < 0) throw new InvalidParameterException($"curl reads the header '{value}' from a file or not at all; that has no counterpart here.");
        else _headers.Add((value[..colon].Trim(), value[(colon + 1)..].Trim() is { Length: > 0 } given ? given : null));
    }

    private void TakeCookie(string value)
    {
        if (!value.Contains('=', StringComparison.Ordinal)) throw new InvalidParameterException($"curl reads cookies from the file '{value}': use a session and Import-RequestCookie.");
        _headers.Add(("Cookie", value));
    }

    private void TakeBinary(string value)
    {
        if (value == "@-") throw new InvalidParameterException("curl reads the body from its input; that has no counterpart here.");
        if (value.StartsWith('@')) _parameters["InFile"] = value[1..];
        else _data.Add(value);
    }

    private void TakeForm(string value, bool readsFiles)
    {
        var (name, content) = value.Split('=', 2) is [var first, var second] ? (first, second) : throw new InvalidParameterException($"curl's form field '{value}' has no value.");
        if (!readsFiles || content is not ['@' or '<', ..])
        {
            _files.Add(CurlMultipart.Field(name, content));
            return;
        }

        if (content[1..] == "-") throw new InvalidParameterException("curl reads a form field from its input; that has no counterpart here.");
        _files.Add(CurlMultipart.File(name, content[1..], _fullPath, isUpload: content[0] == '@'));
    }

    private string WithoutLines(string path) =>
        path == "-" ? throw new InvalidParameterException("curl reads the body from its input; that has no counterpart here.") : ReadFile(path).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(_fullPath(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidParameterException($"The file '{path}' of the command cannot be read: {error.Message}", error);
        }
    }

    private string Encoded(string value)
    {
        var at = value.AsSpan().IndexOfAny('=', '@');
        var name = at <= 0 ? "" : $"{value[..at]}=";
        if (at < 0) return Uri.EscapeDataString(value);
        return name + Uri.EscapeDataString(value[at] == '@' ? ReadFile(value[(at + 1)..]) : value[(at + 1)..]);
    }

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidParameterException($"curl's option --{option} wants a number, not '{value}'.");

    private static double Seconds(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidParameterException($"curl's option --{option} wants seconds, not '{value}'.");

    private List<OrderedDictionary> Finish()
    {
        if (_urls.Count == 0) throw new InvalidParameterException("The command names no URL.");
        if (_files.Count > 0 && _data.Count > 0) throw new InvalidParameterException("The command has both a form (-F) and data (-d): curl sends only one of them.");
        if (_parameters.Contains("InFile") && _files.Count + _data.Count > 0) throw new InvalidParameterException("The command has a file as body and data or a form besides: that has no counterpart here.");
        var data = string.Join('&', _data);
        var hasBody = !_isGet && (_data.Count > 0 || _files.Count > 0 || _parameters.Contains("InFile"));
        var method = _method ?? (hasBody ? "POST" : "GET");
        if (method != "GET") Insert("Method", method);
        Complete(hasBody, data);
        return [.. _urls.Select(url => For(url, data))];
    }

    private void Complete(bool hasBody, string data)
    {
        if (_isJson) foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("Content-Type", "application/json"), ("Accept", "application/json")]) AddUnlessGiven(name, value);
        else if (hasBody && _data.Count + (_parameters.Contains("InFile") && _method != "PUT" ? 1 : 0) > 0) AddUnlessGiven("Content-Type", "application/x-www-form-urlencoded");
        if (_headers.Count > 0) _parameters["Headers"] = HeaderMap();
        if (hasBody && _data.Count > 0) _parameters["Data"] = data;
        if (_files.Count > 0) _parameters["Files"] = _files.ToArray();
        if (_user is { Length: > 1 } user && !user.Contains(':', StringComparison.Ordinal)) Warnings.Add($"curl would ask for the password of '{user}'; none is sent.");
        if (_user is not null) _parameters["Auth"] = _isForText ? CurlMultipart.AuthText(_user, _authentication) : CurlMultipart.Auth(_user, _authentication);
        if (_parameters["Cert"] is string cert && (_key ?? _password) is not null) _parameters["Cert"] = CurlMultipart.Certificate(cert, _key, _password);
        if (_proxyUser is not null && _parameters["Proxies"] is string proxy) _parameters["Proxies"] = CurlMultipart.Proxy(proxy, _proxyUser);
        if (_connectTimeout is { } connect) _parameters["Timeout"] = new object[] { connect, 0 };
        if (!_follows) _parameters["AllowRedirects"] = false;
    }

    private void AddUnlessGiven(string name, string value)
    {
        if (!_headers.Exists(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) _headers.Add((name, value));
    }

    /// <summary>One without a value takes a header away; a name that repeats has a list.</summary>
    private OrderedDictionary HeaderMap()
    {
        var map = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var group in _headers.GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase))
        {
            var values = group.Select(header => header.Value).ToArray();
            map[group.Key] = values.Length > 1 ? values : values[0];
        }

        return map;
    }

    private OrderedDictionary For(string url, string data)
    {
        var full = url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}";
        if (_isGet && data.Length > 0) full += full.Contains('?', StringComparison.Ordinal) ? $"&{data}" : $"?{data}";
        var result = new OrderedDictionary(StringComparer.OrdinalIgnoreCase) { ["Uri"] = full };
        foreach (System.Collections.DictionaryEntry pair in _parameters) result[pair.Key] = pair.Value;
        return result;
    }

    private void Insert(string name, object value) => _parameters.Insert(0, name, value);
}
