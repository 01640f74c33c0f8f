using System.Collections.ObjectModel;

namespace Requests;

/// <summary>Represents the requests to a mock adapter up to the time of the list, oldest first.</summary>
public sealed class MockCallList : ReadOnlyCollection<MockCall>
{
    private readonly Action _clear;

    internal MockCallList(MockCall[] calls, Action clear)
        : base(calls) => _clear = clear;

    /// <summary>
    /// Removes the recorded calls from the mock. The use counts of its replies stay; see <see cref="MockAdapter.Reset"/>.
    /// </summary>
    public void Clear() => _clear();
}
