using Microsoft.Extensions.Time.Testing;

namespace Requests.Tests;

/// <summary>Represents a clock that advances only when a test advances it.</summary>
internal sealed class ManualTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
