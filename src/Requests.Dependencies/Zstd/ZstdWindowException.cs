namespace Requests.Dependencies;

/// <summary>The exception for zstd data that needs more memory to be decoded than the window limit allows.</summary>
public sealed class ZstdWindowException() : Exception("The zstd data needs a window that is larger than the limit.");
