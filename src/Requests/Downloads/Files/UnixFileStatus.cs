using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Requests;

/// <summary>Represents the properties of a Linux file that .NET does not report: its type, its owner and its number of names.</summary>
/// <param name="Links">The number of names.</param>
/// <param name="User">The user id of the owner.</param>
/// <param name="Group">The group id.</param>
/// <param name="Mode">The type and the permissions.</param>
/// <remarks>statx(2), whose buffer has one layout on all architectures.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnixFileStatus(uint Links, uint User, uint Group, int Mode)
{
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint TypeModeLinksOwner = 0x1 | 0x2 | 0x4 | 0x8 | 0x10;
    private const int BufferSize = 256;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int Pipe = 0x1000;

    /// <summary>Gets a value that indicates whether the file is a device, a pipe or a socket.</summary>
    internal bool IsSpecial => (Mode & TypeMask) is not (0 or RegularFile or Folder);

    /// <summary>Gets a value that indicates whether the file is a named pipe.</summary>
    internal bool IsPipe => (Mode & TypeMask) == Pipe;

    /// <summary>Gets the status of a file; null when it does not exist or the system cannot report it. Links are followed.</summary>
    /// <param name="path">The path.</param>
    internal static UnixFileStatus? Get(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return Get(CurrentFolder, bytes, 0);
    }

    /// <summary>Sets the owner and group of an open file to those of another, if the system allows it.</summary>
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
            if (Get(descriptor, [0], EmptyPath) is not { } current) return;
            if (current.User != status.User || current.Group != status.Group) _ = fchown(descriptor, status.User, status.Group);
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
            if (statx(descriptor, path, flags, TypeModeLinksOwner, buffer) != 0) return null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // The C library has no statx. Then the path alone tells the type.
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
