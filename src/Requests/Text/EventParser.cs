using System.Globalization;
using System.Text;

namespace Requests;

/// <summary>Makes events of the lines of an event stream.</summary>
/// <remarks>WHATWG HTML, section 9.2.6, interpreting an event stream. A block that the end of the stream cuts off is no event.</remarks>
internal sealed class EventParser
{
    private readonly StringBuilder _data = new();
    private string _type = "";
    private int? _retryOfBlock;
    private bool _hasData;
    private string _id = "";

    /// <summary>Gets how many characters of data the event has so far.</summary>
    internal int Length => _data.Length;

    /// <summary>The id of the last event that was whole; a new connection asks for what came after it.</summary>
    internal string LastId { get; private set; } = "";

    /// <summary>How long to wait before a new connection, as the server said last.</summary>
    internal TimeSpan? Retry { get; private set; }

    /// <summary>Takes a line in; gives the event that it ends, or null.</summary>
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
                _retryOfBlock = milliseconds;
                Retry = TimeSpan.FromMilliseconds(milliseconds);
                break;
        }

        return null;
    }

    /// <summary>Forgets a block that was cut off, and its id: the event has not come.</summary>
    internal void Reset()
    {
        _id = LastId;
        _data.Clear();
        _type = "";
        _retryOfBlock = null;
        _hasData = false;
    }

    private ServerSentEvent? Dispatch()
    {
        LastId = _id;
        var ended = _hasData ? new ServerSentEvent(_type.Length == 0 ? "message" : _type, _data.ToString(0, _data.Length - 1), LastId, _retryOfBlock) : null;
        Reset();
        return ended;
    }
}
