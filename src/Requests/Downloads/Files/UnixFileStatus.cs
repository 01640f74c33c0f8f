using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Requests;

/// <summary>What .NET does not tell of a file on Linux: its kind, its owner and how many names it has.</summary>
/// <param name="Links">How many names it has.</param>
/// <param name="User">The user that owns it.</param>
/// <param name="Group">Its group.</param>
/// <param name="Mode">Its kind and permissions.</param>
/// <remarks>statx(2), whose buffer has one layout on all architectures.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnixFileStatus(uint Links, uint User, uint Group, int Mode)
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint KindModeLinksOwner = 0x1 | 0x2 | 0x4 | 0x8 | 0x10;
    private const int BufferSize = 256;
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int Pipe = 0x1000;

    /// <summary>Whether it is a device, a pipe or a socket.</summary>
    internal bool IsSpecial => (Mode & KindMask) is not (0 or RegularFile or Folder);

    /// <summary>Whether it is a named pipe.</summary>
    internal bool IsPipe => (Mode & KindMask) == Pipe;

    /// <summary>The status of what a path leads to, links followed; null where there is nothing, or where the system cannot tell.</summary>
    /// <param name="path">The path.</param>
    internal static UnixFileStatus? Get(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return Get(CurrentFolder, bytes, 0);
    }

    /// <summary>Gives an open file the owner and group of another, where the system allows that.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="path">The other file.</param>
    internal static void CopyOwner(SafeFileHandle file, string path)
    {
        if (Get(path) is not { } status) return;
        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            var descriptor = (int)file.DangerousGetHandle();
            if (Get(descriptor, [0], EmptyPath) is { } own && (own.User != status.User || own.Group != status.Group)) _ = fchown(descriptor, status.User, status.Group);
        }
        finally
        {
            if (added) file.DangerousRelease();
        }
    }

    private static UnixFileStatus? Get(int descriptor, byte[] path, int flags)
    {
        var buffer = new byte[BufferSize];
        try
        {
            if (statx(descriptor, path, flags, KindModeLinksOwner, buffer) != 0) return null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // A C library without statx; the kind is then told by the path alone.
            return null;
        }

        return new UnixFileStatus(Number(buffer, 16), Number(buffer, 20), Number(buffer, 24), (ushort)Number(buffer, 28));
    }

    private static uint Number(byte[] buffer, int at) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at))
        : at == 28 ? BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(at));

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int descriptor, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fchown(int descriptor, uint user, uint group);
}
