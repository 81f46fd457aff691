package dev.lifeboat.xen.xmlrpc;

/// How much of an answer is read, and how much of it is kept, whatever the peer sends.
///
/// @param documentBytes of the document; what is not kept costs time alone
/// @param keptBytes a generous estimate of the memory that the kept values take
public record AnswerLimits(long documentBytes, long keptBytes) {

    /// All objects of a pool of 5,000 VMs are some 130 MB of XML; a bitmap of changed blocks of 64 TiB is 170 MB, and
    /// nothing else comes near.
    public static final AnswerLimits POOL = new AnswerLimits(1L << 30, 256L << 20);
}
