using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Requests.Tests.Caching.Storage;

/// <summary>Runs a test for each kind of store, and for each of some values.</summary>
/// <param name="values">The values of the second parameter; none for a test without it.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialKindsAttribute(params int[] values) : DataAttribute
{
    private static readonly string[] Kinds = ["memory", "folder", "encrypted folder"];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(values.Length == 0
            ? [.. Kinds.Select(kind => new TheoryDataRow(kind))]
            : [.. Kinds.SelectMany(kind => values.Select(value => new TheoryDataRow(kind, value)))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
