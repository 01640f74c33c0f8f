using System.Collections.Specialized;
using System.Globalization;

namespace Requests.PowerShell;

/// <content>The options that define where connections are opened, and the options about the time of a file.</content>
internal sealed partial class CurlReader
{
    private readonly List<(HostAndPort From, HostAndPort To)> _connections = [];
    private readonly List<(HostAndPort Host, HostAndPort Address)> _addresses = [];
    private string? _timeCondition;
    private bool _setsTime;

    /// <summary>Splits the value of an option at the colons that are not part of an IPv6 address in brackets.</summary>
    private static string[] SplitHosts(string value, int count)
    {
        var parts = new List<string>();
        var begin = 0;
        var isBracketed = false;
        for (var i = 0; i < value.Length && parts.Count < count - 1; i++)
        {
            if (value[i] is '[' or ']') isBracketed = value[i] == '[';
            if (isBracketed || value[i] != ':') continue;
            parts.Add(value[begin..i]);
            begin = i + 1;
        }

        return [.. parts, value[begin..]];
    }

    /// <summary>Reads HOST1:PORT1:HOST2:PORT2. Each part may be empty.</summary>
    private void TakeConnection(string value)
    {
        if (SplitHosts(value, 4) is [var host, var port, var otherHost, var otherPort]
            && HostAndPort.Parse($"{host}:{port}") is { } from
            && HostAndPort.Parse($"{otherHost}:{otherPort}") is { } to)
        {
            _connections.Add((from, to == new HostAndPort("", 0) ? from : to));
            return;
        }

        throw new InvalidParameterException($"curl's option --connect-to requires HOST1:PORT1:HOST2:PORT2, not '{value}'.");
    }

    /// <summary>Reads HOST:PORT:ADDRESS with a plus sign in front or none, and further addresses.</summary>
    private void TakeAddress(string value)
    {
        if (value.StartsWith('-'))
        {
            Warnings.Add($"curl's option --resolve {value} is left out: there is no cache of names to remove it from.");
            return;
        }

        if (SplitHosts(value.TrimStart('+'), 3) is [var host, var port, var list]
            && list.Split(',', TrimAndRemoveEmpty) is [var first, .. var others]
            && HostAndPort.Parse($"{host}:{port}") is { Port: > 0 } from
            && HostAndPort.Parse(first) is { Port: 0 } address)
        {
            if (others.Length > 0) Warnings.Add($"The addresses of curl's option --resolve after '{first}' are left out.");
            _addresses.Add((from, address));
            return;
        }

        throw new InvalidParameterException($"curl's option --resolve requires HOST:PORT:ADDRESS, not '{value}'.");
    }

    /// <summary>
    /// Writes the map of ConnectTo, in which the key that names more takes precedence. In curl the first option that applies does: one
    /// behind a more general one has no effect, and the requests to which two apply get a key of their own.
    /// </summary>
    private void CompleteRoute()
    {
        if (_connections.Count + _addresses.Count == 0 || _parameters.Contains("UnixSocket")) return;
        var rules = new List<(HostAndPort From, HostAndPort To)>();
        foreach (var (from, to) in _connections.Select(Resolve).Concat(_addresses))
        {
            foreach (var earlier in rules.ToArray())
            {
                var both = new HostAndPort(from.Host, earlier.From.Port);
                var areCrossed = earlier.From is { Host: "", Port: > 0 } && from is { Host: not "", Port: 0 };
                if (areCrossed && !rules.Exists(rule => rule.From == both)) rules.Add((both, earlier.To));
            }

            if (!rules.Exists(rule => Covers(rule.From, from))) rules.Add((from, to));
        }

        var map = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (from, to) in rules)
        {
            // A rule for all requests that changes nothing.
            if (to == new HostAndPort("", 0)) continue;
            map[from == new HostAndPort("", 0) ? "*" : from.ToString()] = to.ToString();
        }

        if (map.Count > 0) _parameters["ConnectTo"] = map;
    }

    private static bool Covers(HostAndPort one, HostAndPort other) =>
        (one.Host.Length == 0 || one.Host == other.Host) && (one.Port == 0 || one.Port == other.Port);

    /// <summary>Replaces the host of a target by the address that --resolve has for it.</summary>
    private (HostAndPort From, HostAndPort To) Resolve((HostAndPort From, HostAndPort To) rule)
    {
        var port = rule.To.Port == 0 ? rule.From.Port : rule.To.Port;
        var host = rule.To.Host.Length == 0 ? rule.From.Host : rule.To.Host;
        var found = _addresses.Find(entry => port != 0 && host.Length > 0 && Covers(entry.Host, new HostAndPort(host, port)));
        return found.Address is { } address ? (rule.From, rule.To with { Host = address.Host }) : rule;
    }

    /// <summary>Writes the parameters or headers of --remote-time and --time-cond, which has a date or the path of a file.</summary>
    private void CompleteTimes()
    {
        var target = _parameters["OutFile"] as string;
        if (_setsTime && target is not null) _parameters["RemoteTime"] = true;
        if (_timeCondition is not { Length: > 0 } condition) return;
        var header = condition[0] switch { '-' => "If-Unmodified-Since", '=' => "Last-Modified", _ => "If-Modified-Since" };
        var value = condition[0] is '-' or '=' or '+' ? condition[1..] : condition;
        if (ReadDate(value) is { } date) _headers.Add((header, HttpDate.Format(date)));
        else if (header == "If-Modified-Since" && target is not null && IsTarget(value, target)) _parameters["IfChanged"] = true;
        else if (new FileInfo(_fullPath(value)) is { Exists: true } file)
        {
            _headers.Add((header, HttpDate.Format(new DateTimeOffset(file.LastWriteTimeUtc))));
        }
        else Warnings.Add($"curl's option --time-cond is left out: '{value}' is neither a date nor a file.");
    }

    /// <summary>Whether a file is the one that the response is saved to; with --remote-name the URL names it.</summary>
    private bool IsTarget(string path, string target) =>
        _fullPath(path) == _fullPath(target)
        || (target == "." && _urls is [var url] && path == url.Split('?', '#')[0].Split('/')[^1]);

    private static DateTimeOffset? ReadDate(string text) => HttpDate.Parse(text)
        ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null);
}
