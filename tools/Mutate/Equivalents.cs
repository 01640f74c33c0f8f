using System.Text.Json;

namespace Requests.Mutate;

/// <summary>Represents a change that no test can notice.</summary>
/// <param name="File">The path below src/Requests.</param>
/// <param name="Member">The enclosing member.</param>
/// <param name="Original">The statement in the source.</param>
/// <param name="Mutated">The statement with the change.</param>
/// <param name="Reason">The reason why the change has no visible effect.</param>
internal sealed record Equivalent(string File, string Member, string Original, string Mutated, string Reason);

/// <summary>Represents the list of equivalent changes. The list has no line numbers, so that it stays valid when code moves.</summary>
internal sealed class Equivalents
{
    private const string AwaitReason =
        "Only the context in which the await resumes changes: that of the caller instead of the thread pool.";

    private readonly Dictionary<(string, string, string, string), string> _reasons;

    /// <summary>Initializes a new instance of the <see cref="Equivalents"/> class.</summary>
    /// <param name="list">The equivalent changes.</param>
    public Equivalents(IEnumerable<Equivalent> list) =>
        _reasons = list.ToDictionary(
            static change => (change.File, change.Member, change.Original, change.Mutated),
            static change => change.Reason);

    /// <summary>Reads the list in the folder of the program.</summary>
    public static Equivalents Read()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "equivalent.json"));
        return new(JsonSerializer.Deserialize<Equivalent[]>(text, MutationRun.Json)!);
    }

    /// <summary>Returns the reason why a mutant is equivalent, or null.</summary>
    public string? Find(Mutant mutant)
    {
        if (_reasons.TryGetValue((mutant.File, mutant.Member, mutant.Original, mutant.Mutated), out var reason)) return reason;
        return mutant is { Kind: "await", Text: "true" } ? AwaitReason : null;
    }
}
