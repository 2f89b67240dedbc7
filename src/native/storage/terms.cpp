#include "storage/terms.hpp"

#include <algorithm>

namespace searchlib::storage {
namespace {

void write_entry(const TermEntry& entry, ByteWriter& out) {
    out.varint(entry.document_frequency);
    out.varint(entry.total_frequency - entry.document_frequency);
    if (entry.document_frequency == 1) {
        out.varint(entry.only_document);
    } else {
        out.varint(entry.postings_offset);
        out.varint(entry.postings_length);
    }
    out.varint(entry.positions_offset);
}

void read_entry(ByteReader& reader, TermEntry& entry) {
    entry.document_frequency = reader.varint32();
    entry.total_frequency = entry.document_frequency + reader.varint();
    if (entry.document_frequency == 0 || entry.total_frequency < entry.document_frequency) {
        throw Corrupt("a term stands in no document");
    }
    if (entry.document_frequency == 1) {
        entry.only_document = reader.varint32();
    } else {
        entry.postings_offset = reader.varint();
        entry.postings_length = reader.varint();
    }
    entry.positions_offset = reader.varint();
}

/// Passes over an entry.
void skip_entry(ByteReader& reader) {
    ByteReader ahead = reader;
    reader.skip_varints(ahead.varint() == 1 ? 4 : 5);
}

/// What of a term is written: how many letters it shares with the one before it, and those that follow.
struct Suffix {
    std::size_t shared;
    std::string_view letters;

    [[nodiscard]] std::size_t term_size() const { return shared + letters.size(); }
};

/// Reads that of the next term of a block, behind a term of that size.
Suffix read_suffix(ByteReader& reader, bool first, std::size_t size_before) {
    constexpr unsigned kLonger = 0x8080; // the bits of bytes behind which more follow
    std::uint64_t shared = 0;
    std::uint64_t size = 0;
    ByteReader ahead = reader;
    const unsigned both = !first && reader.left() >= sizeof(std::uint16_t) ? ahead.fixed<std::uint16_t>() : kLonger;
    if ((both & kLonger) == 0) {
        // Two numbers of one byte, as they nearly always are.
        shared = both & 0xFFU;
        size = both >> 8U;
        reader = ahead;
    } else {
        shared = first ? 0 : reader.varint();
        size = reader.varint();
    }
    if (shared > size_before) {
        throw Corrupt("a term shares more letters than the one before it has");
    }
    const Suffix suffix{static_cast<std::size_t>(shared), reader.text(static_cast<std::size_t>(size))};
    if (suffix.term_size() > kMaxTermBytes) {
        throw Corrupt("a term is too long");
    }
    return suffix;
}

/// Reads the next term of a block over the one before it; returns how many letters they share.
std::size_t read_term(ByteReader& reader, bool first, std::string& term) {
    const Suffix suffix = read_suffix(reader, first, term.size());
    term.resize(suffix.shared);
    term += suffix.letters;
    return suffix.shared;
}

/// How many letters two texts begin with alike.
std::size_t common_letters(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t count = 0;
    while (count < most && a[count] == b[count]) {
        ++count;
    }
    return count;
}

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

/// How many of the numbers that `at` gives, from `first` on and ascending, are below the limit, with those before them.
template <class At> std::uint32_t bisect(std::uint32_t first, std::uint32_t count, std::uint64_t limit, At&& at) {
    while (count > 0) {
        const std::uint32_t half = (count + 1) / 2;
        first += at(first + half - 1) < limit ? half : 0;
        count -= half;
    }
    return first;
}

} // namespace

std::uint64_t prefix_of(std::string_view term) {
    std::uint64_t prefix = 0;
    for (std::size_t i = 0; i < sizeof prefix; ++i) {
        prefix = prefix << 8U | (i < term.size() ? static_cast<std::uint8_t>(term[i]) : 0U);
    }
    return prefix;
}

void TermsWriter::add(std::string_view term, const TermEntry& entry) {
    if (term.size() > kMaxTermBytes || (count_ > 0 && term <= previous_)) {
        throw std::logic_error("terms are short and come in ascending order");
    }
    if (count_ % kTermsPerBlock == 0) {
        blocks_.push_back(bytes_.size());
        prefixes_.push_back(prefix_of(term));
        bytes_.varint(term.size());
        bytes_.raw(term);
    } else {
        const auto differ = std::ranges::mismatch(term, previous_);
        const auto shared = static_cast<std::size_t>(differ.in1 - term.begin());
        bytes_.varint(shared);
        bytes_.varint(term.size() - shared);
        bytes_.raw(term.substr(shared));
    }
    write_entry(entry, bytes_);
    previous_ = term;
    ++count_;
}

Bytes TermsWriter::finish() {
    const std::uint64_t index_offset = bytes_.size();
    for (const auto* column : {&blocks_, &prefixes_}) {
        for (const std::uint64_t value : *column) {
            bytes_.fixed(value);
        }
    }
    bytes_.fixed(index_offset);
    bytes_.fixed(count_);
    return bytes_.view();
}

TermsReader::TermsReader(Bytes section) : section_(section) {
    if (section.size() < sizeof index_offset_ + sizeof count_) {
        throw Corrupt("a term dictionary is too short");
    }
    ByteReader tail(section.last(sizeof index_offset_ + sizeof count_));
    index_offset_ = tail.fixed<std::uint64_t>();
    count_ = tail.fixed<std::uint32_t>();
    block_count_ = count_ / kTermsPerBlock + (count_ % kTermsPerBlock != 0 ? 1 : 0);
    const std::uint64_t index_size = std::uint64_t{block_count_} * 2 * sizeof(std::uint64_t);
    const std::uint64_t before_tail = section.size() - sizeof index_offset_ - sizeof count_;
    if (index_offset_ > before_tail || before_tail - index_offset_ != index_size) {
        throw Corrupt("the index of a term dictionary has the wrong size");
    }
    for (std::uint32_t number = 0; number < block_count_; number += kSampleEvery) {
        sample_.push_back(prefix_at(number));
    }
}

Bytes TermsReader::block(std::uint32_t number) const {
    const auto* index = section_.data() + index_offset_;
    const auto begin = load<std::uint64_t>(index + number * sizeof(std::uint64_t));
    const auto end =
        number + 1 < block_count_ ? load<std::uint64_t>(index + (number + 1) * sizeof(std::uint64_t)) : index_offset_;
    if (end < begin || end > index_offset_) {
        throw Corrupt("a block of a term dictionary lies outside it");
    }
    return part(section_, begin, end - begin);
}

std::string_view TermsReader::first_term(std::uint32_t number) const {
    ByteReader reader(block(number));
    return reader.text(static_cast<std::size_t>(reader.varint()));
}

/// The first eight bytes of the first term of a block, as `prefix_of` gives them.
std::uint64_t TermsReader::prefix_at(std::uint32_t number) const {
    const auto* prefixes = section_.data() + index_offset_ + block_count_ * sizeof(std::uint64_t);
    return load<std::uint64_t>(prefixes + number * sizeof(std::uint64_t));
}

/// The blocks among which is the first that does not begin with a prefix below `limit`.
TermsReader::Stretch TermsReader::narrow(std::uint64_t limit) const {
    const std::uint32_t below = bisect(0, static_cast<std::uint32_t>(sample_.size()), limit,
                                       [&](std::uint32_t number) { return sample_[number]; });
    if (below == 0) {
        return {};
    }
    const std::uint32_t first = (below - 1) * kSampleEvery + 1;
    return {first, std::min(kSampleEvery - 1, block_count_ - first)};
}

/// The same for who goes through the dictionary and looks for what is near: those before `first` are below, and doubling
/// steps come before the bisection.
TermsReader::Stretch TermsReader::narrow_from(std::uint64_t limit, std::uint32_t first) const {
    std::uint32_t left = block_count_ - first;
    std::uint32_t step = 1;
    while (step < left && prefix_at(first + step - 1) < limit) {
        first += step;
        left -= step;
        step *= 2;
    }
    return {first, std::min(left, step)};
}

/// How many blocks begin with a prefix below `limit`; the first that does not is one of these or right behind them.
std::uint32_t TermsReader::blocks_below(std::uint64_t limit, Stretch among) const {
    return bisect(among.first, among.count, limit, [&](std::uint32_t number) { return prefix_at(number); });
}

/// The last block whose first term is not above `term`; none if the term is below all. So many begin with a prefix below
/// that of the term.
std::optional<std::uint32_t> TermsReader::block_of(std::string_view term, std::uint32_t below) const {
    const std::uint64_t prefix = prefix_of(term);
    std::uint32_t low = below;
    // Blocks that begin with the same eight bytes are few, mostly none; only they are compared whole.
    std::uint32_t high = low;
    if (low < block_count_ && prefix_at(low) == prefix) {
        high = prefix == UINT64_MAX ? block_count_ : blocks_below(prefix + 1, narrow_from(prefix + 1, low));
    }
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (first_term(middle) <= term) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return std::nullopt;
    }
    return low - 1;
}

/// The same; it is not before `from`.
std::optional<std::uint32_t> TermsReader::block_from(std::string_view term, std::uint32_t from) const {
    const std::uint64_t prefix = prefix_of(term);
    const bool near = from > 0 && prefix_at(from) < prefix;
    return block_of(term, blocks_below(prefix, near ? narrow_from(prefix, from + 1) : narrow(prefix)));
}

void TermsReader::prefetch(Stretch blocks) const {
    constexpr std::uint32_t kLine = 64 / sizeof(std::uint64_t);
    const auto* prefixes = section_.data() + index_offset_ + block_count_ * sizeof(std::uint64_t);
    for (std::uint32_t at = 0; at < blocks.count; at += kLine) {
        __builtin_prefetch(prefixes + (blocks.first + at) * sizeof(std::uint64_t));
    }
}

/// Of the block what a look-up reads on the average.
void TermsReader::prefetch(std::uint32_t block) const {
    const Bytes bytes = this->block(block);
    for (std::size_t at = 0; at < std::min<std::size_t>(bytes.size(), 192); at += 64) {
        __builtin_prefetch(bytes.data() + at);
    }
}

std::optional<TermEntry> TermsReader::find(std::string_view term) const {
    const auto at = block_from(term, 0);
    return at ? find_in(*at, term) : std::nullopt;
}

/// Compares with what is written, as no term before the one looked for is needed whole: each shares with that one as
/// many letters as are kept count of, and stands before it.
std::optional<TermEntry> TermsReader::find_in(std::uint32_t number, std::string_view term) const {
    ByteReader reader(block(number));
    const std::uint32_t first = number * kTermsPerBlock;
    const std::uint32_t in_block = std::min(kTermsPerBlock, count_ - first);
    std::size_t alike = 0;
    std::size_t size = 0;
    for (std::uint32_t i = 0; i < in_block; ++i) {
        const Suffix suffix = read_suffix(reader, i == 0, size);
        size = suffix.term_size();
        if (suffix.shared < alike) {
            return std::nullopt;
        }
        if (suffix.shared == alike) {
            const std::string_view rest = term.substr(alike);
            const std::size_t more = common_letters(suffix.letters, rest);
            if (more == suffix.letters.size() && more == rest.size()) {
                TermEntry entry;
                read_entry(reader, entry);
                entry.ordinal = first + i;
                return entry;
            }
            if (more < suffix.letters.size() &&
                (more == rest.size() || byte_at(suffix.letters, more) > byte_at(rest, more))) {
                return std::nullopt;
            }
            alike += more;
        }
        skip_entry(reader);
    }
    return std::nullopt;
}

TermsIterator::TermsIterator(const TermsReader& terms) : terms_(&terms), reader_(Bytes()) {}

void TermsIterator::open_block(std::uint32_t number) {
    reader_ = ByteReader(terms_->block(number));
    following_ = number * kTermsPerBlock;
    block_end_ = std::min(following_ + kTermsPerBlock, terms_->count_);
    entry_passed_ = true;
}

void TermsIterator::pass_entry() {
    if (!entry_passed_) {
        skip_entry(reader_);
        entry_passed_ = true;
    }
}

bool TermsIterator::next() {
    if (following_ == terms_->count_) {
        pass_entry();
        return false;
    }
    const bool first = following_ == block_end_;
    if (first) {
        open_block(following_ / kTermsPerBlock);
    } else {
        pass_entry();
    }
    alike_ = read_term(reader_, first, term_);
    entry_passed_ = entry_read_ = false;
    ++following_;
    return true;
}

const TermEntry& TermsIterator::entry() {
    if (!entry_read_) {
        entry_ = TermEntry{};
        read_entry(reader_, entry_);
        entry_.ordinal = following_ - 1;
        entry_read_ = entry_passed_ = true;
    }
    return entry_;
}

bool TermsIterator::seek(std::string_view target) {
    std::uint32_t from = 0;
    alike_ = 0;
    if (following_ > 0) {
        const std::size_t alike = common_letters(term_, target);
        if (alike == target.size() || (alike < term_.size() && byte_at(term_, alike) > byte_at(target, alike))) {
            alike_ = term_.size();
            return true;
        }
        alike_ = alike;
        // Most targets are near: the next block is asked before all.
        const std::uint32_t next_block = block_end_ / kTermsPerBlock;
        if (block_end_ == terms_->count_ || terms_->prefix_at(next_block) > prefix_of(target) ||
            terms_->first_term(next_block) > target) {
            return seek_in_block(target, alike);
        }
        from = next_block;
    }
    open_block(terms_->block_from(target, from).value_or(0));
    return seek_in_block(target, 0);
}

void TermsIterator::go_to(std::uint32_t ordinal) {
    following_ = block_end_ = ordinal / kTermsPerBlock * kTermsPerBlock;
    entry_passed_ = true;
    while (following_ <= ordinal) {
        next();
    }
}

/// Passes over the terms of the block that are before the target, without making them: of each only counts how many
/// letters it shares with the target.
bool TermsIterator::seek_in_block(std::string_view target, std::size_t alike) {
    std::size_t size = following_ % kTermsPerBlock == 0 ? 0 : term_.size();
    while (following_ < block_end_) {
        const bool first = following_ % kTermsPerBlock == 0;
        pass_entry();
        const Suffix suffix = read_suffix(reader_, first, size);
        size = suffix.term_size();
        entry_passed_ = entry_read_ = false;
        ++following_;
        if (suffix.shared > alike) {
            continue;
        }
        const std::string_view rest = target.substr(suffix.shared);
        const std::size_t more = common_letters(suffix.letters, rest);
        const bool before = more < rest.size() &&
                            (more == suffix.letters.size() || byte_at(suffix.letters, more) < byte_at(rest, more));
        if (!before) {
            // Terms ascend, so what the one before shares with this one, the target between them shares, too.
            alike_ = std::min(alike_, suffix.shared + more);
            term_.assign(target.substr(0, suffix.shared)).append(suffix.letters);
            return true;
        }
        alike = suffix.shared + more;
    }
    return next();
}

} // namespace searchlib::storage
