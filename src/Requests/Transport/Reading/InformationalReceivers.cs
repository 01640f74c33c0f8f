using System.Buffers.Text;
using System.Globalization;

namespace Requests;

/// <summary>
/// Holds the receivers of informational responses (1xx) while their requests are sent. A header marks such a request with a number, because
/// the handler does not tell which connection carries it; <see cref="RequestHead"/> removes the header.
/// </summary>
internal sealed class InformationalReceivers
{
    private readonly object _gate = new();

    // Most adapters never have one.
    private Dictionary<long, InformationalReceiver>? _receivers;
    private long _last;

    /// <summary>Gets the name of the header that marks a request: the random mark of the process with a suffix.</summary>
    internal static string HeaderName { get; } = $"{ResponseHead.CarrierHeader}-1xx";

    private static byte[] LineStart { get; } = System.Text.Encoding.ASCII.GetBytes($"\r\n{HeaderName}: ");

    /// <summary>Adds a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <returns>The value of the header that marks its request.</returns>
    internal string Add(InformationalReceiver receiver)
    {
        lock (_gate)
        {
            (_receivers ??= []).Add(++_last, receiver);
            return _last.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Removes a receiver.</summary>
    /// <param name="mark">The value that <see cref="Add"/> returned.</param>
    internal void Remove(string mark)
    {
        lock (_gate) _receivers?.Remove(long.Parse(mark, CultureInfo.InvariantCulture));
    }

    /// <summary>Returns the receiver of a request, or null.</summary>
    /// <param name="head">The head of the request.</param>
    internal InformationalReceiver? Find(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf(LineStart);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + LineStart.Length)..], out long number, out _)) return null;
        lock (_gate) return _receivers?.GetValueOrDefault(number);
    }
}
