using System.Collections;
using System.Collections.Specialized;

namespace Requests.PowerShell;

/// <summary>Reads a curl command as parameters of Invoke-Request that send the same request.</summary>
/// <remarks>curl(1), version 8. An option without a counterpart is an error, or a warning if it does not change the request.</remarks>
internal sealed partial class CurlReader
{
    private const StringSplitOptions TrimAndRemoveEmpty = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private readonly Queue<string> _words;
    private readonly Func<string, string> _fullPath;
    private readonly CurlDataReader _dataReader;
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
        _dataReader = new CurlDataReader(fullPath);
        _isForText = isForText;
    }

    /// <summary>Gets the warnings about what was left out.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>Reads the parameters, with one map for each URL.</summary>
    /// <param name="command">The command in the syntax of a shell.</param>
    /// <param name="fullPath">Resolves a path relative to the location of the caller.</param>
    /// <param name="isForText">True if the parameters are formatted as text; false if they are used as values.</param>
    /// <param name="warnings">The warnings about what was left out.</param>
    /// <exception cref="RequestException">The text is not a curl command, or the command has an option without a counterpart.</exception>
    internal static List<OrderedDictionary> Read(string command, Func<string, string> fullPath, bool isForText, out List<string> warnings)
    {
        var words = ShellWords.Split(command.Trim().TrimStart('$').Trim());
        if (words.Count == 0 || Path.GetFileNameWithoutExtension(words[0]) != "curl")
        {
            throw new InvalidParameterException("A curl command must begin with 'curl'.");
        }

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

    /// <summary>Reads letters that are written together. The last one can be followed by its value.</summary>
    private void TakeLetters(string letters)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            if (!CurlOptions.ByLetter.TryGetValue(letters[i], out var option))
            {
                throw new InvalidParameterException($"curl's option -{letters[i]} has no counterpart here.");
            }

            if (CurlOptions.HasValue(option))
            {
                Apply(option, i + 1 < letters.Length ? letters[(i + 1)..] : DequeueValue(option));
                return;
            }

            Apply(option, "");
        }
    }

    private void TakeOption(string word)
    {
        var option = word[2..];
        if (!CurlOptions.IsKnown(option)) throw new InvalidParameterException($"curl's option {word} has no counterpart here.");
        Apply(option, CurlOptions.HasValue(option) ? DequeueValue(option) : "");
    }

    private string DequeueValue(string option) =>
        _words.TryDequeue(out var value) ? value : throw new InvalidParameterException($"curl's option --{option} requires a value.");

    private void Apply(string option, string value)
    {
        if (Actions.TryGetValue(option, out var action)) action(this, option, value);
        else if (CurlOptions.GetWarning(option) is { } warning) Warnings.Add(warning);
    }

    private List<OrderedDictionary> Finish()
    {
        if (_urls.Count == 0) throw new InvalidParameterException("The command names no URL.");
        if (_files.Count > 0 && _data.Count > 0)
        {
            throw new InvalidParameterException("The command has both a form (-F) and data (-d): curl sends only one of them.");
        }

        if (_parameters.Contains("InFile") && _files.Count + _data.Count > 0)
        {
            throw new InvalidParameterException("The command has a file as body and also data or a form: a request has one body.");
        }

        var data = string.Join('&', _data);
        var hasBody = !_isGet && (_data.Count > 0 || _files.Count > 0 || _parameters.Contains("InFile"));
        var method = _method ?? (hasBody ? "POST" : "GET");
        if (method != "GET") _parameters.Insert(0, "Method", method);
        Complete(hasBody, data);
        return [.. _urls.Select(url => CreateParameters(url, data))];
    }

    private void Complete(bool hasBody, string data)
    {
        if (_isJson)
        {
            AddIfMissing("Content-Type", "application/json");
            AddIfMissing("Accept", "application/json");
        }
        else if (hasBody && _data.Count + (_parameters.Contains("InFile") && _method != "PUT" ? 1 : 0) > 0)
        {
            AddIfMissing("Content-Type", "application/x-www-form-urlencoded");
        }

        CompleteTimes();
        if (_headers.Count > 0) _parameters["Headers"] = CurlValues.CreateHeaders(_headers);
        if (hasBody && _data.Count > 0) _parameters["Data"] = data;
        if (_files.Count > 0) _parameters["Files"] = _files.ToArray();
        CompleteAuthentication();
        CompleteRoute();
        if (_connectTimeout is { } connect) _parameters["Timeout"] = new object[] { connect, 0 };
        if (!_follows) _parameters["AllowRedirects"] = false;
    }

    private void CompleteAuthentication()
    {
        if (_user is { Length: > 1 } user && !user.Contains(':', StringComparison.Ordinal))
        {
            Warnings.Add($"curl would prompt for the password of '{user}'; none is sent.");
        }

        if (_user is not null)
        {
            _parameters["Auth"] = _isForText
                ? CurlValues.CreateAuthExpression(_user, _authentication)
                : CurlValues.CreateAuth(_user, _authentication);
        }

        if (_parameters["Cert"] is string cert && (_key ?? _password) is not null)
        {
            _parameters["Cert"] = CurlValues.CreateCertificate(cert, _key, _password);
        }

        if (_proxyUser is not null && _parameters["Proxies"] is string proxy)
        {
            _parameters["Proxies"] = CurlValues.AddProxyUser(proxy, _proxyUser);
        }
    }

    private void AddIfMissing(string name, string value)
    {
        if (!_headers.Exists(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) _headers.Add((name, value));
    }

    private OrderedDictionary CreateParameters(string url, string data)
    {
        var full = url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}";
        if (_isGet && data.Length > 0) full += full.Contains('?', StringComparison.Ordinal) ? $"&{data}" : $"?{data}";
        var result = new OrderedDictionary(StringComparer.OrdinalIgnoreCase) { ["Uri"] = full };
        foreach (DictionaryEntry pair in _parameters) result[pair.Key] = pair.Value;
        return result;
    }
}
