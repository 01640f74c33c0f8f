using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Parses the lines of an event stream into events.</summary>
/// <remarks>WHATWG HTML section 9.2.6. A block that the end of the stream cuts off is not an event.</remarks>
internal sealed class EventParser
{
    private readonly StringBuilder _data = new();
    private string _type = "";
    private int? _retry;
    private bool _hasData;
    private string _id = "";

    /// <summary>Gets the number of characters of data that the current event has so far.</summary>
    internal int Length => _data.Length;

    /// <summary>Gets the id of the last complete event. A new connection requests the events after it.</summary>
    internal string LastId { get; private set; } = "";

    /// <summary>Gets the delay before a new connection that the server set last; null when it set no delay.</summary>
    internal TimeSpan? Retry { get; private set; }

    /// <summary>Adds a line, and returns the event that the line completes, or null.</summary>
    /// <param name="line">The line, without its end.</param>
    internal ServerSentEvent? Add(string line)
    {
        if (line.Length == 0) return Dispatch();
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon == 0) return null;
        var value = colon < 0 ? "" : line[(colon + 1)..];
        if (value.StartsWith(' ')) value = value[1..];
        switch (colon < 0 ? line : line[..colon])
        {
            case "event":
                _type = value;
                break;
            case "data":
                _data.Append(value).Append('\n');
                _hasData = true;
                break;
            case "id" when !value.Contains('\0', StringComparison.Ordinal):
                _id = value;
                break;
            case "retry" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds):
                _retry = milliseconds;
                Retry = TimeSpan.FromMilliseconds(milliseconds);
                break;
        }

        return null;
    }

    /// <summary>Discards a block that was cut off, and its id, because its event is not complete.</summary>
    internal void Reset()
    {
        _id = LastId;
        _data.Clear();
        _type = "";
        _retry = null;
        _hasData = false;
    }

    private ServerSentEvent? Dispatch()
    {
        LastId = _id;
        var type = _type.Length == 0 ? "message" : _type;
        var completed = _hasData ? new ServerSentEvent(type, _data.ToString(0, _data.Length - 1), LastId, _retry) : null;
        Reset();
        return completed;
    }
}
