namespace Requests;

/// <summary>
/// Represents the synchronization context of a caller that blocks its thread until a task has ended, such as that of a cmdlet. Another
/// caller on the same thread, such as the command before it in the pipeline, cannot continue in the meantime.
/// </summary>
internal abstract class BlockingContext : SynchronizationContext
{
    /// <summary>
    /// Runs the work of another context of the same thread, in addition to its own, until the scope is disposed. A task of this context
    /// waits for a task of the other one then.
    /// </summary>
    /// <param name="getOther">Returns the other context, or null. It is called for as long as this context waits.</param>
    internal abstract IDisposable RunWorkOf(Func<SynchronizationContext?> getOther);
}
