using System.Runtime.CompilerServices;

namespace Requests.PowerShell;

/// <summary>
/// Represents the property names of one object while it is read. Up to 16 names are compared one by one, which costs far less than the
/// collection of PowerShell.
/// </summary>
internal struct PropertyNameSet
{
    private Few _few;
    private int _count;
    private Dictionary<string, string>? _many;

    /// <summary>Gets the number of names.</summary>
    internal readonly int Count => _many?.Count ?? _count;

    /// <summary>Adds a name and returns null; if the set has a name that is equal or differs only in case, returns that name.</summary>
    /// <param name="name">The name.</param>
    internal string? Add(string name)
    {
        if (_many is not null) return _many.TryAdd(name, name) ? null : _many[name];
        for (var i = 0; i < _count; i++)
        {
            if (string.Equals(_few[i], name, StringComparison.OrdinalIgnoreCase)) return _few[i];
        }

        if (_count < Few.Length) _few[_count++] = name;
        else Grow(name);
        return null;
    }

    private void Grow(string name)
    {
        _many = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [name] = name };
        for (var i = 0; i < _count; i++) _many[_few[i]!] = _few[i]!;
    }

    [InlineArray(Length)]
    private struct Few
    {
        internal const int Length = 16;

        private string? _first;
    }
}
