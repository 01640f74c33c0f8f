namespace Requests;

/// <summary>What an earlier download left: the bytes in <c>name.part</c>, and in <c>name.part.validator</c> which version of the file they are of.</summary>
/// <param name="path">What it will be.</param>
internal sealed class Torso(string path)
{
    private readonly string _validatorFile = path + ".part.validator";

    /// <summary>Where the bytes are.</summary>
    internal string Part { get; } = path + ".part";

    /// <summary>How many bytes there are: of the torso, else of the file itself, which another tool may have begun.</summary>
    internal long Length => LengthOf(Part) is > 0 and var begun ? begun : LengthOf(path);

    /// <summary>Whether the bytes are those of the file itself.</summary>
    internal bool IsTarget => LengthOf(Part) == 0 && LengthOf(path) > 0;

    /// <summary>What If-Range may ask for: a strong entity tag or a date, or null.</summary>
    internal string? Validator => IsTarget || !File.Exists(_validatorFile) ? null : File.ReadAllText(_validatorFile).Trim() is { Length: > 0 } known ? known : null;

    /// <summary>Makes the torso of the file, which stays as it is until the whole is there.</summary>
    internal void TakeTarget()
    {
        if (IsTarget) File.Copy(path, Part, overwrite: true);
    }

    /// <summary>Remembers which version the bytes are of.</summary>
    /// <param name="response">The answer that they come from.</param>
    internal void Remember(Response response)
    {
        var tag = response.Headers["ETag"];
        var validator = tag is not null && tag.StartsWith('"') ? tag : response.Headers["Last-Modified"];
        if (validator is null) File.Delete(_validatorFile);
        else File.WriteAllText(_validatorFile, validator);
    }

    /// <summary>Removes what was left.</summary>
    internal void Forget()
    {
        File.Delete(Part);
        File.Delete(_validatorFile);
    }

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } known ? known.Length : 0;
}
