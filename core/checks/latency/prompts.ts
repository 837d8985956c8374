/** Short questions with some thinking in them, for a load test without prompts of the user's own. */
export const loadPrompts: readonly string[] = [
	'A train leaves at 9:40 and arrives at 13:05. How long does it travel? Answer with the duration only.',
	'What is 37 times 24? Answer with the number only.',
	'Three friends share 87 euros so that each gets twice as much as the one before. What does the first one get?',
	'Which weekday is 100 days after a Tuesday? Answer with the weekday only.',
	'Sort these numbers from small to large: 4.09, 4.9, 4.19, 4.091.',
	'A shop takes 15 % off 240 euros and then 10 % off the rest. What is the price?',
	'All bloops are razzies and some razzies are lazzies. Must some bloops be lazzies? Answer yes or no.',
	'How many months of the year have 28 days at least?',
];
