"""The steps of coding in running order, one file per noun: sentences, mentions, entities, times, … claims."""
