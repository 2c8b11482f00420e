import CLibZip

/// A ZIP archive in memory, read by libzip.
///
/// The only file that calls libzip. Names are compared and never opened; nothing is written anywhere.
@safe final class ZIPArchive {
    /// One entry, as the central directory tells of it.
    struct Entry {
        fileprivate let index: UInt64
        let name: String
        let packedByteCount: Int
        /// Nothing is compressed with a method that office programs do not use.
        let isReadable: Bool
        let isEncrypted: Bool
    }

    private let archive: OpaquePointer
    private let storage: UnsafeMutableBufferPointer<UInt8>
    /// What stands behind the directory, for people.
    let comment: [UInt8]

    /// Opens the archive.
    ///
    /// - Throws: `damaged` when directory and entries contradict each other: two programs could then read two
    ///   different files.
    init(_ bytes: [UInt8]) throws(ExtractionError) {
        // A copy at one place, because libzip keeps the pointer.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = unsafe copy.initialize(fromContentsOf: bytes)
        let source = unsafe zip_source_buffer_create(copy.baseAddress, UInt64(copy.count), 0, nil)
        guard let opened = unsafe zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nil) else {
            unsafe zip_source_free(source)
            unsafe copy.deallocate()
            throw .damaged
        }
        unsafe storage = copy
        unsafe archive = opened
        var count: Int32 = 0
        let text = unsafe zip_get_archive_comment(opened, &count, UInt32(ZIP_FL_ENC_RAW))
        comment = unsafe text.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: Int(count))) } ?? []
    }

    deinit {
        unsafe zip_discard(archive)
        unsafe storage.deallocate()
    }

    func entries(countMax: Int) throws(ExtractionError) -> [Entry] {
        let count = unsafe zip_get_num_entries(archive, 0)
        guard count <= countMax else { throw .tooLarge(.entries) }
        var entries: [Entry] = []
        for index in 0..<UInt64(max(0, count)) {
            var facts = unsafe zip_stat_t()
            guard unsafe zip_stat_index(archive, index, UInt32(ZIP_FL_ENC_RAW), &facts) == 0,
                let name = unsafe facts.name, let packed = unsafe Int(exactly: facts.comp_size)
            else { throw .damaged }
            let method = unsafe Int32(facts.comp_method)
            unsafe entries.append(
                Entry(
                    index: index, name: String(cString: name), packedByteCount: packed,
                    isReadable: method == ZIP_CM_STORE || method == ZIP_CM_DEFLATE,
                    isEncrypted: facts.encryption_method != ZIP_EM_NONE
                )
            )
        }
        return entries
    }

    /// Unpacks an entry piece by piece, until `body` says that it has enough.
    func read(
        _ entry: Entry,
        _ body: (Span<UInt8>) throws(ExtractionError) -> Bool
    ) throws(ExtractionError) {
        guard let file = unsafe zip_fopen_index(archive, entry.index, 0) else { throw .damaged }
        defer { unsafe zip_fclose(file) }
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { piece in
                unsafe zip_fread(file, piece.baseAddress, UInt64(piece.count))
            }
            guard count >= 0 else { throw .damaged }
            guard count > 0, try body(piece.span.extracting(0..<Int(count))) else { return }
        }
    }
}
