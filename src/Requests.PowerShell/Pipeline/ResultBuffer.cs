namespace Requests.PowerShell;

/// <summary>What one request, or all of them where order does not matter, has to say when its turn comes: answers or what is made of them, and an error.</summary>
/// <param name="ahead">How many answers may wait; with so many a request asks for no further page.</param>
/// <remarks>Touched on the pipeline thread alone.</remarks>
internal sealed class ResultBuffer(int ahead)
{
    private readonly Queue<(object? Answer, Exception? Error, RequestTarget? Target)> _said = new();
    private TaskCompletionSource? _room;
    private bool _isDiscarded;

    /// <summary>How many requests may still say something.</summary>
    internal int Open { get; set; }

    /// <summary>True when there is nothing left and nothing to come.</summary>
    internal bool IsOver => Open == 0 && _said.Count == 0;

    /// <summary>Takes an answer in, and gives a task that ends when there is room for another.</summary>
    /// <param name="answer">The answer.</param>
    internal Task PutAsync(object answer)
    {
        if (_isDiscarded)
        {
            (answer as Response)?.Close();
            return Task.CompletedTask;
        }

        _said.Enqueue((answer, null, null));
        return _said.Count < ahead ? Task.CompletedTask : (_room ??= new TaskCompletionSource()).Task;
    }

    /// <summary>Takes in what a request ended with.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="target">What was asked for.</param>
    internal void Put(Exception error, RequestTarget? target) => _said.Enqueue((null, error, target));

    /// <summary>The next thing said; false when there is none yet.</summary>
    /// <param name="next">An answer, or an error and what was asked for.</param>
    internal bool TryTake(out (object? Answer, Exception? Error, RequestTarget? Target) next)
    {
        if (!_said.TryDequeue(out next)) return false;
        if (_said.Count < ahead) MakeRoom();
        return true;
    }

    /// <summary>Closes what nobody will take.</summary>
    internal void Discard()
    {
        _isDiscarded = true;
        while (_said.TryDequeue(out var one)) (one.Answer as Response)?.Close();
        MakeRoom();
    }

    private void MakeRoom()
    {
        var room = _room;
        _room = null;
        room?.SetResult();
    }
}
