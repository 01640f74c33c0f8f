using System.Globalization;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Requests.Tests.RandomOrder))]
[assembly: TestMethodOrderer(typeof(Requests.Tests.RandomOrder))]

namespace Requests.Tests;

/// <summary>
/// Runs the tests of a class in a random order. The run shows the seed; the environment variable REQUESTS_TEST_SEED repeats an order.
/// </summary>
public sealed class RandomOrder : ITestCaseOrderer, ITestMethodOrderer
{
    private static readonly int Seed = ChooseSeed();

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => Shuffle(testCases);

#nullable disable
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestMethod> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod> testMethods)
        where TTestMethod : ITestMethod => Shuffle(testMethods);
#nullable restore

    private static T[] Shuffle<T>(IReadOnlyCollection<T> tests)
    {
        var shuffled = tests.ToArray();
        new Random(Seed).Shuffle(shuffled);
        return shuffled;
    }

    private static int ChooseSeed()
    {
        var given = Environment.GetEnvironmentVariable("REQUESTS_TEST_SEED");
        var seed = given is null ? Random.Shared.Next(1, int.MaxValue) : int.Parse(given, CultureInfo.InvariantCulture);
        Console.WriteLine($"The tests of each class run in the order of REQUESTS_TEST_SEED={seed}.");
        return seed;
    }
}
