using System.Text.Json;

namespace Requests.Mutate;

/// <summary>Represents a change that no test can notice.</summary>
/// <param name="File">The path below src/Requests.</param>
/// <param name="Member">The enclosing member.</param>
/// <param name="Original">The statement as it stands.</param>
/// <param name="Mutated">The statement with the change.</param>
/// <param name="Reason">Why nothing changes that anyone could see.</param>
internal sealed record Equivalent(string File, string Member, string Original, string Mutated, string Reason);

/// <summary>Reads the list of equivalent changes. Lines are not part of it, so that it stays valid when code moves.</summary>
internal sealed class Equivalents
{
    private const string Resumes = "Only where the await resumes changes: the caller's context instead of the pool.";
    private readonly Dictionary<(string, string, string, string), string> _reasons;

    /// <summary>Takes a list.</summary>
    public Equivalents(IEnumerable<Equivalent> list) => _reasons = list.ToDictionary(one => (one.File, one.Member, one.Original, one.Mutated), one => one.Reason);

    /// <summary>Reads the list beside the program.</summary>
    public static Equivalents Read() =>
        new(JsonSerializer.Deserialize<Equivalent[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "equivalent.json")), MutationRun.Json)!);

    /// <summary>Finds the reason why a change is equivalent.</summary>
    public string? Find(Mutant mutant) => _reasons.TryGetValue((mutant.File, mutant.Member, mutant.Original, mutant.Mutated), out var reason) ? reason
        : mutant is { Kind: "await", Text: "true" } ? Resumes
        : null;
}
