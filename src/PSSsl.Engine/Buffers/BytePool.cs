namespace PSSsl.Engine.Buffers;

/// <summary>Arrays that are used for a moment: the platform's shared pool, where it has one.</summary>
internal static class BytePool
{
#if NET
    internal static byte[] Rent(int length) => System.Buffers.ArrayPool<byte>.Shared.Rent(length);

    internal static void Return(byte[] array) => System.Buffers.ArrayPool<byte>.Shared.Return(array);
#else
    internal static byte[] Rent(int length) => new byte[length];

    internal static void Return(byte[] array) => _ = array;
#endif
}
