#include "indexing/stored_merge.hpp"

#include <algorithm>

#include "indexing/message_pack.hpp"
#include "storage/records_writer.hpp"
#include "storage/stored_record.hpp"

namespace searchlib::indexing {
namespace {

/// Bytes after which what was read of the sources is let go of.
constexpr std::uint64_t kForgetAfter = std::uint64_t{8} << 20;

using storage::stored_record;
using storage::StoredText;

void pack_text(const storage::Bytes& name, const storage::StoredBuffer::Place& place, MessagePack& to) {
    to.raw(name);
    to.array(3);
    to.whole(place.block);
    to.whole(place.offset);
    to.whole(place.length);
}

} // namespace

StoredMerge::StoredMerge(const Merge& merge, std::size_t least) : merge_(merge) {
    for (std::uint32_t source = 0; source < merge_.sources().size(); ++source) {
        const storage::Segment& segment = *merge_.sources()[source].segment;
        const storage::StoredRecords& records = records_.emplace_back(merge_.sources()[source].segment);
        std::vector<Block>& blocks = blocks_.emplace_back(storage::stored_block_count(segment.file()));
        for (std::uint32_t doc = 0; doc < segment.size(); ++doc) {
            const bool live = merge_.is_live(source, doc);
            const storage::StoredRecord record = stored_record(records, doc);
            for (const StoredText& text : record.texts) {
                if (text.block >= blocks.size()) {
                    throw storage::Corrupt("a record names a block of texts that does not exist");
                }
                Block& block = blocks[text.block];
                block.all += text.length;
                if (live) {
                    block.live += text.length;
                    block.texts.push_back({text.offset, text.length});
                }
            }
        }
        segment.file().forget();
        for (std::uint32_t number = 0; number < blocks.size(); ++number) {
            Block& block = blocks[number];
            block.copied = block.all >= least && 2 * block.live >= block.all;
            if (block.copied) {
                block.new_number = copied_++;
                block.texts = {};
            } else if (block.live > 0) {
                std::ranges::sort(block.texts, {}, &Text::offset);
                repacked_.emplace_back(source, number);
            }
        }
    }
}

std::vector<std::uint64_t> StoredMerge::copy_blocks(storage::ContainerWriter& out) const {
    std::vector<std::uint64_t> lengths;
    std::uint64_t copied = 0;
    for (std::uint32_t source = 0; source < blocks_.size(); ++source) {
        const storage::ContainerReader& file = merge_.sources()[source].segment->file();
        for (std::uint32_t number = 0; number < blocks_[source].size(); ++number) {
            if (blocks_[source][number].copied) {
                const storage::Bytes bytes = storage::stored_block(file, number);
                out.write(bytes);
                lengths.push_back(bytes.size());
                copied += bytes.size();
                if (copied > kForgetAfter) {
                    file.forget();
                    copied = 0;
                }
            }
        }
        file.forget();
    }
    return lengths;
}

void StoredMerge::repack(std::uint32_t source, std::uint32_t block, std::string_view texts, storage::StoredBuffer& to) {
    for (Text& text : blocks_.at(source).at(block).texts) {
        if (text.offset > texts.size() || text.length > texts.size() - text.offset) {
            throw storage::Corrupt("a text reaches past the end of its block");
        }
        const Place place = to.add_text(texts.substr(text.offset, text.length));
        text.new_block = copied_ + place.block;
        text.new_offset = place.offset;
    }
    to.close_if_full();
}

StoredMerge::Place StoredMerge::moved(std::uint32_t source, const Place& place) const {
    const Block& block = blocks_[source].at(place.block);
    if (block.copied) {
        return {block.new_number, place.offset, place.length};
    }
    const auto text = std::ranges::lower_bound(block.texts, place.offset, {}, &Text::offset);
    if (text == block.texts.end() || text->offset != place.offset) {
        throw storage::Corrupt("a text of a record has no place");
    }
    return {text->new_block, text->new_offset, place.length};
}

void StoredMerge::write_records(storage::ContainerWriter& out) const {
    MessagePack packed;
    storage::RecordsWriter records(out);
    std::size_t since_forgetting = 0;
    for (const auto& [source, doc] : merge_.order()) {
        if (since_forgetting > kForgetAfter) {
            merge_.forget();
            since_forgetting = 0;
        }
        const storage::StoredRecord record = stored_record(records_[source], doc);
        packed.clear();
        packed.array(3);
        packed.raw(record.head);
        packed.map(record.texts.size());
        for (const StoredText& text : record.texts) {
            pack_text(text.name, moved(source, {text.block, text.offset, text.length}), packed);
        }
        since_forgetting += packed.view().size();
        records.add(packed.view());
    }
    records.finish();
}

} // namespace searchlib::indexing
