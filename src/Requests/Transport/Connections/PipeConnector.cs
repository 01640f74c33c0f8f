using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Security.Principal;

namespace Requests;

/// <summary>Connects to named pipes. Outside Windows, .NET implements them with Unix sockets.</summary>
internal static class PipeConnector
{
    private const string LocalServer = ".";

    /// <summary>Connects to a pipe. A pipe that is busy is waited for; one that does not exist is an error.</summary>
    /// <param name="name">The name that <see cref="Check"/> accepts.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ConnectionException">The pipe does not exist, or the connection is refused.</exception>
    internal static async Task<Stream> ConnectAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = Create(name);
        try
        {
            try
            {
                await pipe.ConnectAsync(0, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (Exists(name))
            {
                await pipe.ConnectAsync(cancellationToken).ConfigureAwait(false);
            }

            return pipe;
        }
        catch (Exception error)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            var reason = error switch
            {
                TimeoutException => $"There is no named pipe '{name}', or nothing listens at it.",
                IOException or UnauthorizedAccessException or SocketException =>
                    $"The connection to the named pipe '{name}' failed: {error.Message}",
                _ => null,
            };
            if (reason is null) throw;
            throw new ConnectionException(reason, error) { IsBeforeSending = true };
        }
    }

    /// <summary>Returns the name of a pipe if it can be connected to on this system.</summary>
    /// <param name="name">A name, or a path such as <c>\\.\pipe\name</c> or <c>npipe:////./pipe/name</c>.</param>
    /// <exception cref="InvalidParameterException">It is not the name of a pipe.</exception>
    internal static string Check(string name)
    {
        try
        {
            Create(name).Dispose();
            return name;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new InvalidParameterException(
                $"'{name}' is not the name of a pipe here: give a name, such as docker_engine, or its path. {error.Message}",
                error);
        }
    }

    /// <summary>
    /// Splits a path in the form of Windows, or with slashes as Docker writes it, into the server and the name. Any other text is a name
    /// on this machine.
    /// </summary>
    /// <param name="name">A name or a path.</param>
    internal static (string Server, string Name) Split(string name)
    {
        const string scheme = "npipe:";
        var hasScheme = name.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);
        var path = (hasScheme ? name[scheme.Length..] : name).Replace('/', '\\');
        return path.StartsWith(@"\\", StringComparison.Ordinal)
            && path.TrimStart('\\').Split('\\', 3) is [{ Length: > 0 } server, var pipe, { Length: > 0 } rest]
            && pipe.Equals("pipe", StringComparison.OrdinalIgnoreCase)
                ? (server, rest)
                : (LocalServer, name);
    }

    /// <summary>Returns the end point of a pipe, whose text is the path of the pipe in the form of Windows.</summary>
    /// <param name="name">The name that <see cref="Check"/> accepts.</param>
    internal static EndPoint CreateEndPoint(string name)
    {
        var (server, pipe) = Split(name);
        return new PipeEndPoint($@"\\{server}\pipe\{pipe}");
    }

    // A server may know who connects, but cannot act as this user.
    private static NamedPipeClientStream Create(string name)
    {
        var (server, pipe) = Split(name);
        return new NamedPipeClientStream(
            server,
            pipe,
            PipeDirection.InOut,
            PipeOptions.Asynchronous,
            TokenImpersonationLevel.Identification);
    }

    /// <summary>
    /// Whether a pipe of this machine exists on Windows, and is therefore busy. To look for it as a file would connect to it.
    /// </summary>
    private static bool Exists(string name) =>
        OperatingSystem.IsWindows()
        && Split(name) is (LocalServer, var pipe)
        && Directory.EnumerateFiles(@"\\.\pipe\").Any(path => path.EndsWith($@"\{pipe}", StringComparison.OrdinalIgnoreCase));

    private sealed class PipeEndPoint(string path) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Unspecified;

        public override string ToString() => path;
    }
}
