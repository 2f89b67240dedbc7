#include "storage/terms.hpp"

#include <algorithm>
#include <cstring>

#include "storage/bisection.hpp"

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

/// How many letters two texts begin with alike, of which nothing can be read behind them.
std::size_t common_bytes(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t count = 0;
    while (count < most && a[count] == b[count]) {
        ++count;
    }
    return count;
}

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

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

TermsReader::TermsReader(Bytes section) : section_(section), filter_(std::make_shared<KeptFilter>()) {
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
    const std::uint32_t below = bisect(std::uint32_t{0}, static_cast<std::uint32_t>(sample_.size()), limit,
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
    TermsBlock reader;
    reader.open(block(number));
    const std::uint32_t first = number * kTermsPerBlock;
    const std::uint32_t in_block = std::min(kTermsPerBlock, count_ - first);
    std::size_t alike = 0;
    Suffix suffix{};
    for (std::uint32_t i = 0; i < in_block; ++i) {
        suffix = i == 0 ? reader.first() : reader.after(suffix);
        if (suffix.shared < alike) {
            return std::nullopt;
        }
        if (suffix.shared > alike) {
            continue;
        }
        const std::string_view rest = term.substr(alike);
        const std::size_t more = common_bytes(suffix.letters, rest);
        if (more == suffix.letters.size() && more == rest.size()) {
            TermEntry entry = reader.entry_of(suffix);
            entry.ordinal = first + i;
            return entry;
        }
        if (more < suffix.letters.size() &&
            (more == rest.size() || byte_at(suffix.letters, more) > byte_at(rest, more))) {
            return std::nullopt;
        }
        alike += more;
    }
    return std::nullopt;
}

const TermFilter* TermsReader::filter() const {
    constexpr std::uint32_t kSeldom = 2;
    if (filter_ == nullptr || filter_->asked.fetch_add(1, std::memory_order_relaxed) < kSeldom) {
        return nullptr;
    }
    return make_filter();
}

const TermFilter* TermsReader::filter_for_look_ups() const {
    // About the words of sixteen thousand articles.
    constexpr std::uint32_t kLarge = std::uint32_t{1} << 17U;
    // Looking up one that is not there costs as much as reading sixteen terms; by then as much again is saved soon.
    constexpr std::uint32_t kTermsALookUp = 64;
    if (count_ > kLarge || filter_ == nullptr) {
        return nullptr;
    }
    if (const TermFilter* const ready = filter_->ready.load(std::memory_order_acquire)) {
        return ready;
    }
    const bool pays = filter_->looked_up.fetch_add(1, std::memory_order_relaxed) >= count_ / kTermsALookUp;
    return pays ? make_filter() : nullptr;
}

const TermFilter* TermsReader::make_filter() const {
    std::call_once(filter_->made, [&] {
        filter_->filter = std::make_unique<const TermFilter>(*this);
        filter_->ready.store(filter_->filter.get(), std::memory_order_release);
    });
    return filter_->filter.get();
}

TermsIterator::TermsIterator(const TermsReader& terms) : terms_(&terms) {}

void TermsIterator::open_block(std::uint32_t number) {
    block_.open(terms_->block(number));
    following_ = number * kTermsPerBlock;
    block_end_ = std::min(following_ + kTermsPerBlock, terms_->count_);
}

void TermsIterator::take(const Suffix& suffix) {
    term_.take(suffix);
    last_ = suffix;
    entry_read_ = false;
}

bool TermsIterator::next() {
    if (following_ == terms_->count_) {
        return false;
    }
    const bool first = following_ == block_end_;
    if (first) {
        open_block(following_ / kTermsPerBlock);
    }
    const Suffix suffix = first ? block_.first() : block_.after(last_);
    ++following_;
    alike_ = suffix.shared;
    take(suffix);
    return true;
}

bool TermsIterator::next_unlike(std::size_t letters) {
    Suffix suffix = last_;
    while (following_ < block_end_) {
        suffix = block_.after(suffix);
        ++following_;
        if (suffix.shared < letters) {
            alike_ = suffix.shared;
            take(suffix);
            return true;
        }
    }
    return false;
}

const TermEntry& TermsIterator::entry() {
    if (!entry_read_) {
        entry_ = block_.entry_of(last_);
        entry_.ordinal = following_ - 1;
        entry_read_ = true;
    }
    return entry_;
}

bool TermsIterator::seek(std::string_view target) {
    TermBuffer buffer;
    buffer.assign(target);
    return seek(buffer);
}

bool TermsIterator::seek(const TermBuffer& buffer) {
    const std::string_view target = buffer.view();
    std::size_t alike = 0;
    if (following_ == 0) {
        open_block(terms_->block_from(target, 0).value_or(0));
    } else {
        const std::string_view term = this->term();
        alike = common_letters(term, target);
        if (alike == target.size() || (alike < term.size() && byte_at(term, alike) > byte_at(target, alike))) {
            alike_ = term.size();
            return true;
        }
    }
    alike_ = alike;
    // Most targets are near: the next block is asked before all.
    const std::uint32_t next_block = block_end_ / kTermsPerBlock;
    if (block_end_ < terms_->count_) {
        const std::uint64_t begins = terms_->prefix_at(next_block);
        const std::uint64_t wanted = prefix_of(target);
        if (begins < wanted || (begins == wanted && terms_->first_term(next_block) <= target)) {
            open_block(terms_->block_from(target, next_block).value_or(0));
            alike = 0;
        }
    }
    return seek_in_block(target, alike);
}

void TermsIterator::go_to(std::uint32_t ordinal) {
    following_ = block_end_ = ordinal / kTermsPerBlock * kTermsPerBlock;
    while (following_ <= ordinal) {
        next();
    }
}

/// Passes over the terms of the block that are before the target, without making them: of each only counts how many
/// letters it shares with the target, behind which there is room.
bool TermsIterator::seek_in_block(std::string_view target, std::size_t alike) {
    Suffix suffix = last_;
    while (following_ < block_end_) {
        suffix = following_ % kTermsPerBlock == 0 ? block_.first() : block_.after(suffix);
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
            term_.assign(target.substr(0, suffix.shared));
            take(suffix);
            return true;
        }
        alike = suffix.shared + more;
    }
    return next();
}

} // namespace searchlib::storage
