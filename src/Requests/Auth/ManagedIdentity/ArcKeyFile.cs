using System.Text;

namespace Requests;

/// <summary>
/// Reads the file that the service of Azure Arc names in its challenge. Its content shows that the caller may read files of this machine
/// that only administrators and the agent's group can read.
/// </summary>
/// <remarks>
/// The service could name any file, and its content is sent back. So only a small file of the agent's own folder is read, as the
/// documentation of Azure Arc requires.
/// </remarks>
internal static class ArcKeyFile
{
    private const string Challenge = "Basic realm=";
    private const int LargestFile = 4096;

    /// <summary>Returns the content of the file that a challenge names.</summary>
    /// <param name="response">The response with the challenge.</param>
    /// <param name="folder">The only folder that the file can be in.</param>
    /// <param name="service">The name of the service, for messages.</param>
    /// <exception cref="ManagedIdentityException">
    /// There is no challenge, the file is not one that is read, or it cannot be read.
    /// </exception>
    internal static string Read(Response response, string folder, string service)
    {
        var header = response.Headers["WWW-Authenticate"]?.Trim() ?? "";
        if (!header.StartsWith(Challenge, StringComparison.OrdinalIgnoreCase))
        {
            throw Error("sent no challenge with the name of a file", cause: null);
        }

        var path = header[Challenge.Length..].Trim().Trim('"');
        if (!IsAllowed(path, folder))
        {
            throw Error($"named a file that is not read: it must be a file of '{folder}' with the extension .key", cause: null);
        }

        try
        {
            return ReadText(path) ?? throw Error(
                $"named a file that is not read: it must be a file of text, not a link, with at most {LargestFile} bytes",
                cause: null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Error(
                $"named the file '{path}', which this user cannot read: be a member of the group "
                    + (OperatingSystem.IsWindows() ? "'Hybrid agent extension applications' or an administrator" : "'himds' or root"),
                error);
        }

        ManagedIdentityException Error(string problem, Exception? cause) => new($"{service} {problem}.", cause)
        {
            Service = service,
            Request = response.Request,
            Response = response,
        };
    }

    private static bool IsAllowed(string path, string folder)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path)) return false;
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Path.GetExtension(path).Equals(".key", comparison)
            && string.Equals(Path.GetDirectoryName(Path.GetFullPath(path)), Path.GetFullPath(folder), comparison)
            && Path.GetFullPath(path).Equals(path, comparison);
    }

    private static string? ReadText(string path)
    {
        if (File.ResolveLinkTarget(path, returnFinalTarget: false) is not null) return null;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var content = new byte[LargestFile + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (length > LargestFile) return null;
        var text = Encoding.Latin1.GetString(content, 0, length).Trim();
        return text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? text : null;
    }
}
