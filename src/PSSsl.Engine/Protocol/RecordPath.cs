using System;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Guard;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// The way of a record between the engine and the library's protocol of either role: the guard sees what comes before and after the
/// library does, and what is sent goes out under the output's lock.
/// </summary>
internal sealed class RecordPath
{
    private readonly OutputBuffer _output;
    private readonly RecordGuard _guard;
    private readonly ProtocolWatch _watch;
    private readonly LibraryRecords _library;

    internal RecordPath(OutputBuffer output, RecordGuard guard, ProtocolWatch watch, LibraryRecords library)
    {
        _output = output;
        _guard = guard;
        _watch = watch;
        _library = library;
    }

    internal delegate bool Reading(byte[] buffer, int offset, int count);

    internal delegate void Writing(short type, byte[] buffer, int offset, int count);

#if NET
    internal delegate void WritingSpan(short type, ReadOnlySpan<byte> buffer);
#endif

    /// <summary>One whole record of the peer's.</summary>
    internal bool Read(byte[] buffer, int offset, int count)
    {
        try
        {
            // What the guard drops, the library never sees.
            if (!_guard.Arrives(buffer, offset, count))
                return true;
        }
        catch (TlsFatalAlert e)
        {
            _library.Refuse(e);
            throw;
        }

        bool read = ReadInLibrary(buffer, offset, count);
        if (_guard.IsCutByKeys)
        {
            TlsFatalAlert cut = RecordGuard.AcrossKeys();
            _library.Refuse(cut);
            throw cut;
        }

        return read;
    }

    private bool ReadInLibrary(byte[] buffer, int offset, int count)
    {
        try
        {
            return _library.Read(buffer, offset, count);
        }
        catch (TlsFatalAlert e) when (_library.IsWrongKey(e))
        {
            throw NamedAlert.WrongPreSharedKey(e);
        }
    }

    internal void Write(short type, byte[] buffer, int offset, int count)
    {
        _guard.Sends(type);
#if NET
        _watch.Sent(type, buffer.AsSpan(offset, count));
#else
        _watch.Sent(type, buffer, offset, count);
#endif
        try
        {
            lock (_output)
                _library.Write(type, buffer, offset, count);
        }
#pragma warning disable CA1031 // Nothing of the peer's goes into what we write.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw OwnFault.OfEngine(e);
        }
    }

#if NET
    internal void Write(short type, ReadOnlySpan<byte> buffer)
    {
        _guard.Sends(type);
        _watch.Sent(type, buffer);
        try
        {
            lock (_output)
                _library.WriteSpan(type, buffer);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw OwnFault.OfEngine(e);
        }
    }
#endif

    /// <summary>What the library's protocol does with records, without what this class adds.</summary>
    internal sealed class LibraryRecords
    {
        internal required Reading Read { get; init; }

        internal required Writing Write { get; init; }

#if NET
        internal required WritingSpan WriteSpan { get; init; }
#endif

        /// <summary>Tells the peer, and ends the connection.</summary>
        internal required Action<TlsFatalAlert> Refuse { get; init; }

        /// <summary>Whether an alert shows that the two ends have different pre-shared keys.</summary>
        internal required Func<TlsFatalAlert, bool> IsWrongKey { get; init; }
    }
}
