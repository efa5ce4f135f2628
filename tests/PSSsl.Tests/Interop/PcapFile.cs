using System;
using System.Buffers.Binary;
using System.IO;

namespace PSSsl.Tests.Interop;

/// <summary>
/// A capture of one TCP connection in the format of libpcap (draft-ietf-opsawg-pcap), made from its bytes, so that nobody needs the right
/// to listen on a network. Times are counted, not measured.
/// </summary>
internal sealed class PcapFile : IDisposable
{
    internal const int ServerPort = 4433;

    private const int ClientPort = 50000;
    private const int HeaderLength = 40;

    private readonly FileStream _file;
    private readonly uint[] _next = [1, 1];
    private uint _packets;

    internal PcapFile(string path)
    {
        _file = File.Create(path);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65535);
        // LINKTYPE_RAW: packets begin with the header of IP.
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 101);
        _file.Write(header);
    }

    /// <summary>Adds bytes that one end sent, at most 16 KiB, as a packet.</summary>
    internal void Add(bool fromClient, ReadOnlySpan<byte> data)
    {
        lock (_file)
        {
            int from = fromClient ? 0 : 1;
            Span<byte> packet = stackalloc byte[16 + HeaderLength];
            packet.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(packet, _packets++);
            BinaryPrimitives.WriteInt32LittleEndian(packet[8..], HeaderLength + data.Length);
            BinaryPrimitives.WriteInt32LittleEndian(packet[12..], HeaderLength + data.Length);

            // RFC 791, 3.1; checksums are left out, as network cards that reckon them leave them out.
            Span<byte> ip = packet[16..];
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(HeaderLength + data.Length));
            ip[8] = 64;
            ip[9] = 6;
            ReadOnlySpan<byte> client = [127, 0, 0, 1], server = [127, 0, 0, 2];
            (fromClient ? client : server).CopyTo(ip[12..]);
            (fromClient ? server : client).CopyTo(ip[16..]);

            // RFC 9293, 3.1: ports, numbers, PSH and ACK.
            Span<byte> tcp = ip[20..];
            BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)(fromClient ? ClientPort : ServerPort));
            BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)(fromClient ? ServerPort : ClientPort));
            BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], _next[from]);
            BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], _next[1 - from]);
            tcp[12] = 0x50;
            tcp[13] = 0x18;
            BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 65535);
            _next[from] += (uint)data.Length;
            _file.Write(packet);
            _file.Write(data);
        }
    }

    public void Dispose() => _file.Dispose();
}
