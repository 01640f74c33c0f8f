using System.Runtime.InteropServices;
using ZstdSharp.Unsafe;

namespace Requests.Dependencies;

/// <summary>Represents the native memory of a decoder of ZstdSharp.</summary>
internal sealed unsafe class ZstdContext : SafeHandle
{
    internal ZstdContext()
        : base(nint.Zero, ownsHandle: true) => SetHandle((nint)Methods.ZSTD_createDCtx());

    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Limits the window.</summary>
    /// <param name="windowLog">The binary logarithm of the largest window in bytes.</param>
    internal void SetWindowLog(int windowLog) =>
        Check(Methods.ZSTD_DCtx_setParameter((ZSTD_DCtx_s*)handle, ZSTD_dParameter.ZSTD_d_windowLogMax, windowLog));

    /// <summary>Throws when the result of a function is an error code.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="InvalidDataException">The bytes are not zstd data.</exception>
    /// <exception cref="ZstdWindowException">A frame needs a larger window.</exception>
    internal static void Check(nuint result)
    {
        if (!Methods.ZSTD_isError(result)) return;
        throw Methods.ZSTD_getErrorCode(result) == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge
            ? new ZstdWindowException()
            : new InvalidDataException($"The zstd data is invalid: {Methods.ZSTD_getErrorName(result)}.");
    }

    protected override bool ReleaseHandle()
    {
        Methods.ZSTD_freeDCtx((ZSTD_DCtx_s*)handle);
        return true;
    }
}
