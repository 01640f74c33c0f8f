namespace Requests.Tests.Sessions.Tracing;

/// <summary>Runs tests of traces alone, because listeners and the environment belong to the whole process.</summary>
[CollectionDefinition(DisableParallelization = true)]
public class TracingGroup;
