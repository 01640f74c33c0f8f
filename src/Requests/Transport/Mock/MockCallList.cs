using System.Collections.ObjectModel;

namespace Requests;

/// <summary>The requests that a mock adapter was given until it was asked for them, oldest first.</summary>
public sealed class MockCallList : ReadOnlyCollection<MockCall>
{
    private readonly Action _clear;

    internal MockCallList(MockCall[] calls, Action clear)
        : base(calls) => _clear = clear;

    /// <summary>Makes the mock forget its calls; its replies stay as used as they are, see <see cref="MockAdapter.Reset"/>.</summary>
    public void Clear() => _clear();
}
