using Microsoft.Extensions.Time.Testing;

namespace Requests.Tests;

/// <summary>A clock that stands until it is told to go on, in the year of the tests.</summary>
internal sealed class ManualTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
