namespace Requests;

/// <content>The headers whose values are secrets although their names do not say so, because an authentication wrote them.</content>
public sealed partial class HeaderDictionary
{
    // Null where no header is marked, which is the common case. Copies share the array, so it is replaced and never changed.
    private string[]? _secretNames;

    /// <summary>Gets the names that were marked by <see cref="MarkSecret"/>.</summary>
    internal ReadOnlySpan<string> SecretNames => _secretNames;

    /// <summary>Marks the values of a header as secrets: they are redacted, and another origin does not receive them.</summary>
    /// <param name="name">The name, in any case.</param>
    internal void MarkSecret(string name)
    {
        if (!IsMarked(name)) _secretNames = [.. _secretNames ?? [], name];
    }

    /// <summary>Returns whether the value of a header is a secret: by its name, or because it was marked.</summary>
    /// <param name="name">The name, in any case.</param>
    internal bool IsSecret(string name) => IsMarked(name) || SensitiveNames.IsSecretHeader(name);

    /// <summary>Redacts the value of a header as <see cref="SensitiveNames.RedactHeader"/> does, and that of a marked one.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="value">The value.</param>
    internal string? Redact(string name, string? value) =>
        value is { Length: > 0 } && IsMarked(name) ? SensitiveNames.Redacted : SensitiveNames.RedactHeader(name, value);

    /// <summary>Returns the fields as they are now; later changes of this collection do not change them.</summary>
    internal Field[] CopyFields()
    {
        var fields = Fields.ToArray();
        for (var i = 0; i < fields.Length; i++) fields[i] = fields[i].Copy();
        return fields;
    }

    /// <summary>
    /// Gives a header the value that it had before and removes its mark. A header that is missing now stays missing, and one that had no
    /// value is removed.
    /// </summary>
    /// <param name="earlier">The earlier field.</param>
    internal void Restore(Field earlier)
    {
        if (IsMarked(earlier.Name))
        {
            _secretNames = Array.FindAll(_secretNames!, item => !item.Equals(earlier.Name, StringComparison.OrdinalIgnoreCase));
        }

        if (IndexOf(earlier.Name) is not (>= 0 and var index)) return;
        if (earlier.Value is null) _fields.RemoveAt(index);
        else _fields[index] = earlier.Copy();
    }

    private bool IsMarked(string name)
    {
        foreach (var marked in SecretNames)
        {
            if (marked.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
