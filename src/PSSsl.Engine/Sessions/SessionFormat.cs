using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PSSsl.Engine.Sessions;

/// <summary>
/// A server's sessions as bytes: inside a ticket, and in a cache. They are read only after a ticket's seal was checked, and still with
/// every length checked, since several versions of this module may share a ticket key.
/// </summary>
internal static class SessionFormat
{
    private const byte FormatVersion = 1;
    private const int LongestChain = 16;
    private const int LargestField = 48 * 1024;

    internal static byte[] Write(TlsResumableSession session)
    {
        byte[] secret = session.CopySecret() ?? throw new InvalidOperationException("The session was cleared.");
        try
        {
            using var buffer = new MemoryStream(256);
            using var writer = new BinaryWriter(buffer);
            writer.Write(FormatVersion);
            writer.Write((ushort)session.Version);
            writer.Write((ushort)session.CipherSuite);
            writer.Write(session.Created.Ticks);
            writer.Write(session.Authenticated.Ticks);
            writer.Write(session.PeerNotAfter.Ticks);
            writer.Write((int)session.Lifetime.TotalSeconds);
            writer.Write(session.AgeAdd);
            writer.Write(session.EncryptThenMac);
            writer.Write((byte)session.ClientCertificate);
            Field(writer, secret);
            Field(writer, session.IdContext);
            Field(writer, Encoding.ASCII.GetBytes(session.ServerName ?? string.Empty));
            writer.Write((byte)session.PeerChain.Count);
            foreach (byte[] certificate in session.PeerChain)
                Field(writer, certificate);
            byte[] written = buffer.ToArray();
            Array.Clear(buffer.GetBuffer(), 0, (int)buffer.Length);
            return written;
        }
        finally
        {
            Array.Clear(secret, 0, secret.Length);
        }
    }

    /// <returns>Null if the bytes are not a session, or one of another version of the format.</returns>
    internal static TlsResumableSession? Read(byte[] bytes, byte[]? ticket, byte[] sessionId)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
            if (reader.ReadByte() != FormatVersion)
                return null;
            int version = reader.ReadUInt16(), suite = reader.ReadUInt16();
            var created = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            var authenticated = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            var peerNotAfter = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            TimeSpan lifetime = TimeSpan.FromSeconds(reader.ReadInt32());
            uint ageAdd = reader.ReadUInt32();
            bool encryptThenMac = reader.ReadBoolean();
            var clientCertificate = (TlsClientCertificate)reader.ReadByte();
            byte[] secret = Field(reader), idContext = Field(reader), name = Field(reader);
            int count = reader.ReadByte();
            if (count > LongestChain)
                return null;
            var chain = new List<byte[]>(count);
            for (int i = 0; i < count; i++)
                chain.Add(Field(reader));
            return new TlsResumableSession(secret)
            {
                Version = version,
                CipherSuite = suite,
                Created = created,
                Authenticated = authenticated,
                PeerNotAfter = peerNotAfter,
                Lifetime = lifetime,
                AgeAdd = ageAdd,
                EncryptThenMac = encryptThenMac,
                ClientCertificate = clientCertificate,
                IdContext = idContext,
                ServerName = name.Length == 0 ? null : Encoding.ASCII.GetString(name),
                PeerChain = chain,
                Ticket = ticket,
                Id = sessionId,
            };
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>True if a ticket can hold it: chains that are longer are authenticated anew each time.</summary>
    internal static bool Fits(TlsResumableSession session)
    {
        int total = 0;
        foreach (byte[] certificate in session.PeerChain)
            total += certificate.Length;
        return session.PeerChain.Count <= LongestChain && total < LargestField;
    }

    private static void Field(BinaryWriter writer, byte[] value)
    {
        writer.Write((ushort)value.Length);
        writer.Write(value);
    }

    private static byte[] Field(BinaryReader reader)
    {
        int length = reader.ReadUInt16();
        if (length > LargestField)
            throw new InvalidDataException("A field is too long.");
        byte[] value = reader.ReadBytes(length);
        return value.Length == length ? value : throw new EndOfStreamException();
    }
}
